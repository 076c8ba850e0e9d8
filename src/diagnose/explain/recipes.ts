// The fix as code, in the language that the error comes from. Keys are read from the environment, never written.
import type { Language } from './languages.ts';

type Recipe = Readonly<Partial<Record<Language, readonly string[]>>>;

export const RECIPES = {
  /** A client that takes the key from the environment. */
  client: {
    typescript: ['const client = new Anthropic({ apiKey: process.env.ANTHROPIC_API_KEY });'],
    python: ['client = anthropic.Anthropic(api_key=os.environ["ANTHROPIC_API_KEY"])'],
    go: ['client := anthropic.NewClient(option.WithAPIKey(os.Getenv("ANTHROPIC_API_KEY")))'],
    java: ['AnthropicClient client = AnthropicOkHttpClient.fromEnv();'],
    ruby: ['client = Anthropic::Client.new(api_key: ENV.fetch("ANTHROPIC_API_KEY"))'],
    csharp: ['var client = new AnthropicClient { ApiKey = Environment.GetEnvironmentVariable("ANTHROPIC_API_KEY") };'],
    php: ["$client = new Anthropic\\Client(apiKey: getenv('ANTHROPIC_API_KEY'));"],
    shell: ['export ANTHROPIC_API_KEY="$(cat /run/secrets/anthropic)"'],
  },
  /** A raw request with both headers. */
  header: {
    typescript: [
      "headers: { 'x-api-key': process.env.ANTHROPIC_API_KEY, 'anthropic-version': '2023-06-01',",
      "  'content-type': 'application/json' }",
    ],
    python: ['headers = {"x-api-key": os.environ["ANTHROPIC_API_KEY"], "anthropic-version": "2023-06-01"}'],
    go: [
      'req.Header.Set("x-api-key", os.Getenv("ANTHROPIC_API_KEY"))',
      'req.Header.Set("anthropic-version", "2023-06-01")',
    ],
    java: [
      'request.header("x-api-key", System.getenv("ANTHROPIC_API_KEY"))',
      '    .header("anthropic-version", "2023-06-01")',
    ],
    ruby: ['request["x-api-key"] = ENV.fetch("ANTHROPIC_API_KEY")', 'request["anthropic-version"] = "2023-06-01"'],
    csharp: [
      'request.Headers.Add("x-api-key", Environment.GetEnvironmentVariable("ANTHROPIC_API_KEY"));',
      'request.Headers.Add("anthropic-version", "2023-06-01");',
    ],
    php: ["$headers = ['x-api-key: ' . getenv('ANTHROPIC_API_KEY'), 'anthropic-version: 2023-06-01'];"],
    shell: [
      'curl https://api.anthropic.com/v1/messages -H "x-api-key: $ANTHROPIC_API_KEY" \\',
      '  -H "anthropic-version: 2023-06-01" -H "content-type: application/json" -d @body.json',
    ],
  },
  workspace: {
    typescript: [
      "const client = new Anthropic({ defaultHeaders: { 'anthropic-workspace-id': process.env.WORKSPACE_ID } });",
    ],
    python: [
      'client = anthropic.Anthropic(',
      '    default_headers={"anthropic-workspace-id": os.environ["WORKSPACE_ID"]})',
    ],
    go: ['client := anthropic.NewClient(option.WithHeader("anthropic-workspace-id", os.Getenv("WORKSPACE_ID")))'],
    java: ['AnthropicOkHttpClient.builder().fromEnv().putHeader("anthropic-workspace-id", workspace).build();'],
    ruby: [
      'client.messages.create(**params,',
      '  request_options: { extra_headers: { "anthropic-workspace-id" => ENV.fetch("WORKSPACE_ID") } })',
    ],
    shell: ['curl … -H "anthropic-workspace-id: $WORKSPACE_ID"'],
  },
  'base-url': {
    typescript: ["const client = new Anthropic({ baseURL: 'https://api.anthropic.com' });"],
    python: ['client = anthropic.Anthropic(base_url="https://api.anthropic.com")'],
    go: ['client := anthropic.NewClient(option.WithBaseURL("https://api.anthropic.com/"))'],
    java: ['AnthropicOkHttpClient.builder().fromEnv().baseUrl("https://api.anthropic.com").build();'],
    ruby: ['client = Anthropic::Client.new(base_url: "https://api.anthropic.com")'],
    shell: ['unset ANTHROPIC_BASE_URL'],
  },
  models: {
    typescript: ['for await (const model of client.models.list()) console.log(model.id);'],
    python: ['print([model.id for model in client.models.list()])'],
    go: ['page, err := client.Models.List(ctx, anthropic.ModelListParams{})'],
    java: ['client.models().list().data().forEach(model -> System.out.println(model.id()));'],
    ruby: ['client.models.list.auto_paging_each { |model| puts model.id }'],
  },
  retry: {
    typescript: ['const client = new Anthropic({ maxRetries: 5 }); // waits as retry-after says'],
    python: ['client = anthropic.Anthropic(max_retries=5)  # waits as retry-after says'],
    go: ['client := anthropic.NewClient(option.WithMaxRetries(5)) // waits as retry-after says'],
    java: ['AnthropicOkHttpClient.builder().fromEnv().maxRetries(5).build(); // waits as retry-after says'],
    ruby: ['client = Anthropic::Client.new(max_retries: 5) # waits as retry-after says'],
    csharp: ['var client = new AnthropicClient { MaxRetries = 5 };'],
    shell: ['curl --retry 5 --retry-all-errors …   # waits as retry-after says'],
  },
  server: {
    typescript: [
      '// in the page:    fetch("/api/claude", { method: "POST", body })',
      '// on the server:  const client = new Anthropic(); // reads ANTHROPIC_API_KEY, without dangerouslyAllowBrowser',
    ],
  },
} as const satisfies Record<string, Recipe>;

export type RecipeName = keyof typeof RECIPES;

/** Lines of code; undefined where there are none for the language. */
export function recipeFor(name: RecipeName, language: Language | undefined): readonly string[] | undefined {
  const recipe: Recipe = RECIPES[name];
  return language === undefined ? undefined : recipe[language];
}

// The shapes of usage-rules in the languages besides JavaScript, Python and the shell, and code there that must stay
// silent.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the samples are code, with templates of their own.
import { describe, expect, it } from 'vitest';
import { usageRules } from '../../src/usage/index.ts';

const NATIVE = 'https://api.anthropic.com/v1/messages';
const OPENAI = 'https://api.openai.com/v1/chat/completions';

interface Samples {
  readonly path: string;
  readonly invalid: Readonly<Record<string, string>>;
  readonly valid: Readonly<Record<string, string>>;
}

const GO: Samples = {
  path: 'ask.go',
  invalid: {
    'a request and Set': `package main
func ask(apiKey string) error {
	req, err := http.NewRequest("POST", "${NATIVE}", body)
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+apiKey)
	return send(req)
}
`,
    'constants and Sprintf': `package main
const (
	model  = "claude"
	apiURL = "${NATIVE}"
)
func (c *Client) Ask(ctx context.Context) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, apiURL, nil)
	if err != nil { return err }
	req.Header.Add("Authorization", fmt.Sprintf("Bearer %s", c.apiKey))
	return c.do(req)
}
`,
    'a Header literal': `package main
func ask() {
	req := &http.Request{
		URL: mustParse("${NATIVE}"),
		Header: http.Header{
			"Authorization": []string{"Bearer " + os.Getenv("ANTHROPIC_API_KEY")},
		},
	}
	send(req)
}
`,
    'fields of a struct': `package main
func NewClient(apiKey string) *Client {
	return &Client{baseURL: "https://api.anthropic.com", apiKey: apiKey}
}
func (c *Client) ask() {
	req, _ := http.NewRequest("POST", c.baseURL+"/v1/messages", nil)
	req.Header.Set("Authorization", "Bearer "+c.apiKey)
}
`,
    'a map of headers': `package main
func ask(claudeKey string) {
	headers := map[string]string{
		"Authorization": "Bearer " + claudeKey,
	}
	post("${NATIVE}", headers)
}
`,
  },
  valid: {
    'two vendors': `package main
func openai(apiKey string) {
	req, _ := http.NewRequest("POST", "${OPENAI}", nil)
	req.Header.Set("Authorization", "Bearer "+apiKey)
}
func claude(apiKey string) {
	req, _ := http.NewRequest("POST", "${NATIVE}", nil)
	req.Header.Set("x-api-key", apiKey)
	req.Header.Set("anthropic-version", "2023-06-01")
}
`,
    'an address from outside': `package main
// default: ${NATIVE}
func ask(url, apiKey string) {
	req, _ := http.NewRequest("POST", url, nil)
	req.Header.Set("Authorization", "Bearer "+apiKey)
}
`,
    OAuth: `package main
func ask(accessToken string) {
	req, _ := http.NewRequest("POST", "${NATIVE}", nil)
	req.Header.Set("Authorization", "Bearer "+accessToken)
	req.Header.Set("anthropic-beta", "oauth-2025-04-20")
}
`,
    'both branches': `package main
func ask(key string, oauth bool) {
	req, _ := http.NewRequest("POST", "${NATIVE}", nil)
	if oauth {
		req.Header.Set("Authorization", "Bearer "+key)
	} else {
		req.Header.Set("x-api-key", key)
	}
	req.Header.Set("anthropic-version", "2023-06-01")
}
`,
    'a field that can be changed': `package main
func New(base, apiKey string) *Client {
	c := &Client{baseURL: "https://api.anthropic.com", apiKey: apiKey}
	if base != "" { c.baseURL = base }
	return c
}
func Other(base string) *Client { return &Client{baseURL: base} }
func (c *Client) ask() {
	req, _ := http.NewRequest("POST", c.baseURL+"/v1/messages", nil)
	req.Header.Set("Authorization", "Bearer "+c.apiKey)
}
`,
  },
};

const JAVA: Samples = {
  path: 'Ask.java',
  invalid: {
    'a builder': `class Ask {
  String ask(String body) throws Exception {
    HttpRequest request = HttpRequest.newBuilder()
        .uri(URI.create("${NATIVE}"))
        .header("Content-Type", "application/json")
        .header("Authorization", "Bearer " + System.getenv("ANTHROPIC_API_KEY"))
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
    return client.send(request, BodyHandlers.ofString()).body();
  }
}
`,
    'a constant and OkHttp': `public class Claude {
  private static final String API_URL = "${NATIVE}";
  private final String apiKey;
  public Claude(String apiKey) { this.apiKey = apiKey; }
  public Response ask(RequestBody body) throws IOException {
    Request request = new Request.Builder()
        .url(API_URL)
        .addHeader("Authorization", "Bearer " + apiKey)
        .post(body).build();
    return client.newCall(request).execute();
  }
}
`,
    'a connection': `class A {
  void go(String claudeApiKey) throws IOException {
    URL url = new URL("${NATIVE}");
    HttpURLConnection conn = (HttpURLConnection) url.openConnection();
    conn.setRequestMethod("POST");
    conn.setRequestProperty("Authorization", String.format("Bearer %s", claudeApiKey));
  }
}
`,
    'a map': `class A {
  void go(String apiKey) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Authorization", "Bearer " + apiKey);
    http.post("${NATIVE}", headers, body);
  }
}
`,
    Spring: `class A {
  void go() {
    HttpHeaders headers = new HttpHeaders();
    headers.setBearerAuth(anthropicApiKey);
    HttpEntity<String> entity = new HttpEntity<>(body, headers);
    restTemplate.exchange("${NATIVE}", HttpMethod.POST, entity, String.class);
  }
}
`,
  },
  valid: {
    'two vendors': `class A {
  HttpRequest openai() {
    return HttpRequest.newBuilder().uri(URI.create("${OPENAI}")).header("Authorization", "Bearer " + apiKey).build();
  }
  HttpRequest claude() {
    return HttpRequest.newBuilder().uri(URI.create("${NATIVE}")).header("x-api-key", apiKey)
        .header("anthropic-version", "2023-06-01").build();
  }
}
`,
    'an address from outside': `class A {
  // default ${NATIVE}
  @Value("\${claude.url}") private String baseUrl;
  HttpRequest go() {
    return HttpRequest.newBuilder().uri(URI.create(baseUrl + "/v1/messages")).header("Authorization", "Bearer " + apiKey).build();
  }
}
`,
    OAuth: `class A {
  void go(String accessToken) {
    HttpRequest.newBuilder().uri(URI.create("${NATIVE}")).header("Authorization", "Bearer " + accessToken)
        .header("anthropic-beta", "oauth-2025-04-20").build();
  }
}
`,
    'both branches': `class A {
  void go(String key, boolean oauth) {
    HttpRequest.Builder b = HttpRequest.newBuilder().uri(URI.create("${NATIVE}"));
    if (oauth) b.header("Authorization", "Bearer " + key);
    else b.header("x-api-key", key);
    b.header("anthropic-version", "2023-06-01");
  }
}
`,
  },
};

const KOTLIN: Samples = {
  path: 'Ask.kt',
  invalid: {
    OkHttp: `class Claude(private val apiKey: String) {
    fun ask(body: RequestBody): Response {
        val request = Request.Builder()
            .url("${NATIVE}")
            .addHeader("Authorization", "Bearer $apiKey")
            .post(body)
            .build()
        return client.newCall(request).execute()
    }
}
`,
    Ktor: `suspend fun ask(): HttpResponse {
    return client.post("${NATIVE}") {
        header("Authorization", "Bearer \${BuildConfig.ANTHROPIC_API_KEY}")
        setBody(body)
    }
}
`,
    'Ktor constants and bearerAuth': `const val API_URL = "${NATIVE}"
suspend fun ask(claudeApiKey: String) = client.post(API_URL) {
    bearerAuth(claudeApiKey)
    setBody(body)
}
`,
    'a map': `fun ask(apiKey: String) {
    val headers = mapOf(
        "Authorization" to "Bearer $apiKey",
        "content-type" to "application/json",
    )
    post("${NATIVE}", headers)
}
`,
  },
  valid: {
    'two vendors': `suspend fun openai(apiKey: String) = client.post("${OPENAI}") {
    header(HttpHeaders.Authorization, "Bearer $apiKey")
}
suspend fun claude(apiKey: String) = client.post("${NATIVE}") {
    header("x-api-key", apiKey)
    header("anthropic-version", "2023-06-01")
}
`,
    'an address from outside': `class C(private val baseUrl: String, private val apiKey: String) {
    // ${NATIVE}
    fun ask() = Request.Builder().url("$baseUrl/v1/messages").addHeader("Authorization", "Bearer $apiKey").build()
}
`,
    OAuth: `fun ask(oauthToken: String) = Request.Builder().url("${NATIVE}")
    .addHeader("Authorization", "Bearer $oauthToken").addHeader("anthropic-beta", "oauth-2025-04-20").build()
`,
    'a when over vendors': `fun build(provider: String, apiKey: String): Request = when (provider) {
    "anthropic" -> Request.Builder().url("${NATIVE}").addHeader("x-api-key", apiKey).addHeader("anthropic-version", "2023-06-01").build()
    else -> Request.Builder().url("${OPENAI}").addHeader("Authorization", "Bearer $apiKey").build()
}
`,
  },
};

const CSHARP: Samples = {
  path: 'Ask.cs',
  invalid: {
    'defaults of a client': `public class Claude {
    public async Task<string> Ask(string apiKey) {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        var response = await client.PostAsync("${NATIVE}", content);
        return await response.Content.ReadAsStringAsync();
    }
}
`,
    'a message': `class A {
    private const string Url = "${NATIVE}";
    private readonly string _apiKey;
    async Task Go() {
        var request = new HttpRequestMessage(HttpMethod.Post, Url);
        request.Headers.Add("Authorization", $"Bearer {_apiKey}");
        await client.SendAsync(request);
    }
}
`,
    'an initializer': `class A {
    async Task Go() {
        var request = new HttpRequestMessage {
            Method = HttpMethod.Post,
            RequestUri = new Uri("${NATIVE}"),
            Headers = { { "Authorization", $"Bearer {Environment.GetEnvironmentVariable("ANTHROPIC_API_KEY")}" } },
        };
    }
}
`,
    'a base address': `class A {
    A(IConfiguration configuration) {
        client = new HttpClient { BaseAddress = new Uri("https://api.anthropic.com/") };
        client.DefaultRequestHeaders.Add("Authorization", "Bearer " + configuration["Anthropic:ApiKey"]);
    }
    Task Go() => client.PostAsync("v1/messages", content);
}
`,
  },
  valid: {
    'two vendors': `class A {
    async Task OpenAi(string apiKey) {
        var request = new HttpRequestMessage(HttpMethod.Post, "${OPENAI}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
    }
    async Task Claude(string apiKey) {
        var request = new HttpRequestMessage(HttpMethod.Post, "${NATIVE}");
        request.Headers.Add("x-api-key", apiKey);
        request.Headers.Add("anthropic-version", "2023-06-01");
    }
}
`,
    'an address from outside': `class A {
    // ${NATIVE}
    async Task Go(string endpoint, string apiKey) {
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
    }
}
`,
    OAuth: `class A {
    void Go(string accessToken) {
        var request = new HttpRequestMessage(HttpMethod.Post, "${NATIVE}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        request.Headers.Add("anthropic-beta", "oauth-2025-04-20");
    }
}
`,
    'a switch': `class A {
    HttpRequestMessage Go(string provider, string apiKey) {
        var request = new HttpRequestMessage(HttpMethod.Post, provider == "anthropic" ? "${NATIVE}" : "${OPENAI}");
        switch (provider) {
            case "anthropic": request.Headers.Add("x-api-key", apiKey); request.Headers.Add("anthropic-version", "2023-06-01"); break;
            default: request.Headers.Add("Authorization", $"Bearer {apiKey}"); break;
        }
        return request;
    }
}
`,
  },
};

const PHP: Samples = {
  path: 'ask.php',
  invalid: {
    curl: `<?php
$apiKey = getenv('ANTHROPIC_API_KEY');
$ch = curl_init('${NATIVE}');
curl_setopt_array($ch, [
    CURLOPT_POST => true,
    CURLOPT_HTTPHEADER => [
        'Content-Type: application/json',
        'Authorization: Bearer ' . $apiKey,
    ],
]);
`,
    'curl options one by one': `<?php
function ask($apiKey) {
    $headers = array("Authorization: Bearer $apiKey", 'Content-Type: application/json');
    $ch = curl_init();
    curl_setopt($ch, CURLOPT_URL, '${NATIVE}');
    curl_setopt($ch, CURLOPT_HTTPHEADER, $headers);
    return curl_exec($ch);
}
`,
    Guzzle: `<?php
class Claude {
    private string $apiUrl = '${NATIVE}';
    public function __construct(private Client $client, private string $apiKey) {}
    public function ask(array $body) {
        return $this->client->post($this->apiUrl, [
            'headers' => ['Authorization' => 'Bearer ' . $this->apiKey],
            'json' => $body,
        ]);
    }
}
`,
    Laravel: `<?php
$reply = Http::withToken(config('services.anthropic.key'))
    ->timeout(60)
    ->post('${NATIVE}', $body);
`,
    'Laravel with headers': `<?php
class A {
    const URL = 'https://api.anthropic.com/v1';
    public function ask() {
        $reply = Http::withHeaders(['Authorization' => "Bearer {$this->apiKey}"])->post(self::URL . '/messages', $body);
    }
}
`,
  },
  valid: {
    'two vendors': `<?php
$a = Http::withToken($apiKey)->post('${OPENAI}', $body);
$b = Http::withHeaders(['x-api-key' => $apiKey, 'anthropic-version' => '2023-06-01'])->post('${NATIVE}', $body);
`,
    'an address from outside': `<?php
// ${NATIVE}
function ask($url, $apiKey) {
    $ch = curl_init($url);
    curl_setopt($ch, CURLOPT_HTTPHEADER, ['Authorization: Bearer ' . $apiKey]);
}
`,
    OAuth: `<?php
Http::withToken($accessToken)->withHeaders(['anthropic-beta' => 'oauth-2025-04-20'])->post('${NATIVE}');
`,
    'a match over vendors': `<?php
function headers(string $provider, string $apiKey): array {
    return match ($provider) {
        'anthropic' => ['x-api-key' => $apiKey, 'anthropic-version' => '2023-06-01'],
        default => ['Authorization' => 'Bearer ' . $apiKey],
    };
}
$reply = Http::withHeaders(headers('anthropic', $apiKey))->post('${NATIVE}', []);
`,
  },
};

const RUST: Samples = {
  path: 'ask.rs',
  invalid: {
    reqwest: `async fn ask(api_key: &str) -> Result<Response> {
    let client = reqwest::Client::new();
    let response = client
        .post("${NATIVE}")
        .header("Authorization", format!("Bearer {}", api_key))
        .json(&body)
        .send()
        .await?;
    Ok(response)
}
`,
    bearer_auth: `const API_URL: &str = "${NATIVE}";
impl Claude {
    pub async fn ask(&self) -> Result<Reply> {
        let reply = self.client.post(API_URL).bearer_auth(&self.anthropic_api_key).send().await?;
        Ok(reply)
    }
}
`,
    'a HeaderMap': `fn headers(claude_key: &str) {
    let mut headers = HeaderMap::new();
    headers.insert(AUTHORIZATION, HeaderValue::from_str(&format!("Bearer {claude_key}")).unwrap());
    let reply = client.post("${NATIVE}").headers(headers).send();
}
`,
    'fields of a struct': `impl Claude {
    pub fn new(api_key: String) -> Self {
        Self { base_url: "https://api.anthropic.com".to_string(), api_key }
    }
    pub async fn ask(&self) -> Result<Response> {
        let url = format!("{}/v1/messages", self.base_url);
        self.client.post(&url).header(header::AUTHORIZATION, format!("Bearer {}", self.api_key)).send().await
    }
}
`,
  },
  valid: {
    'two vendors': `async fn openai(api_key: &str) { client.post("${OPENAI}").bearer_auth(api_key).send().await; }
async fn claude(api_key: &str) {
    client.post("${NATIVE}").header("x-api-key", api_key).header("anthropic-version", "2023-06-01").send().await;
}
`,
    'an address from outside': `// ${NATIVE}
async fn ask(url: &str, api_key: &str) { client.post(url).bearer_auth(api_key).send().await; }
`,
    OAuth: `async fn ask(token: &str) {
    client.post("${NATIVE}").bearer_auth(token).header("anthropic-beta", "oauth-2025-04-20").send().await;
}
`,
    'a match': `fn sign(request: RequestBuilder, auth: &Auth) -> RequestBuilder {
    // ${NATIVE}
    match auth {
        Auth::Key(api_key) => request.header("x-api-key", api_key),
        Auth::Other(api_key) => request.bearer_auth(api_key),
    }
}
`,
  },
};

const SWIFT: Samples = {
  path: 'Ask.swift',
  invalid: {
    'a request': `func ask(apiKey: String) async throws -> Data {
    var request = URLRequest(url: URL(string: "${NATIVE}")!)
    request.httpMethod = "POST"
    request.setValue("application/json", forHTTPHeaderField: "Content-Type")
    request.setValue("Bearer \\(apiKey)", forHTTPHeaderField: "Authorization")
    let (data, _) = try await URLSession.shared.data(for: request)
    return data
}
`,
    'a guarded address': `class Claude {
    private let apiKey: String
    private let endpoint = "${NATIVE}"
    func ask() async throws {
        guard let url = URL(string: endpoint) else { throw Failure.address }
        var request = URLRequest(url: url)
        request.addValue("Bearer \\(apiKey)", forHTTPHeaderField: "Authorization")
    }
}
`,
    'a dictionary': `func ask(claudeKey: String) {
    let headers: HTTPHeaders = ["Authorization": "Bearer \\(claudeKey)", "Content-Type": "application/json"]
    AF.request("${NATIVE}", method: .post, headers: headers)
}
`,
    'all headers at once': `struct Api {
    static let url = URL(string: "${NATIVE}")!
    func ask() {
        var request = URLRequest(url: Api.url)
        request.allHTTPHeaderFields = ["Authorization": "Bearer " + ProcessInfo.processInfo.environment["ANTHROPIC_API_KEY"]!]
    }
}
`,
  },
  valid: {
    'two vendors': `func openai(apiKey: String) {
    var request = URLRequest(url: URL(string: "${OPENAI}")!)
    request.setValue("Bearer \\(apiKey)", forHTTPHeaderField: "Authorization")
}
func claude(apiKey: String) {
    var request = URLRequest(url: URL(string: "${NATIVE}")!)
    request.setValue(apiKey, forHTTPHeaderField: "x-api-key")
    request.setValue("2023-06-01", forHTTPHeaderField: "anthropic-version")
}
`,
    'an address from outside': `// ${NATIVE}
func ask(url: URL, apiKey: String) {
    var request = URLRequest(url: url)
    request.setValue("Bearer \\(apiKey)", forHTTPHeaderField: "Authorization")
}
`,
    OAuth: `func ask(accessToken: String) {
    var request = URLRequest(url: URL(string: "${NATIVE}")!)
    request.setValue("Bearer \\(accessToken)", forHTTPHeaderField: "Authorization")
    request.setValue("oauth-2025-04-20", forHTTPHeaderField: "anthropic-beta")
}
`,
    'a switch': `func ask(provider: Provider, apiKey: String) {
    var request = URLRequest(url: URL(string: "${NATIVE}")!)
    switch provider {
    case .anthropic: request.setValue(apiKey, forHTTPHeaderField: "x-api-key")
    default: request.setValue("Bearer \\(apiKey)", forHTTPHeaderField: "Authorization")
    }
    request.setValue("2023-06-01", forHTTPHeaderField: "anthropic-version")
}
`,
  },
};

const DART: Samples = {
  path: 'ask.dart',
  invalid: {
    'http.post': `Future<String> ask(String apiKey) async {
  final response = await http.post(
    Uri.parse('${NATIVE}'),
    headers: {
      'Content-Type': 'application/json',
      'Authorization': 'Bearer $apiKey',
    },
    body: jsonEncode(body),
  );
  return response.body;
}
`,
    'fields of a class': `class Claude {
  static const String _baseUrl = 'https://api.anthropic.com/v1';
  final String apiKey;
  Claude(this.apiKey);
  Future<void> ask() async {
    await http.post(Uri.parse('$_baseUrl/messages'), headers: {'Authorization': 'Bearer \${apiKey}'});
  }
}
`,
    'a map of headers': `Future<void> ask() async {
  final url = Uri.https('api.anthropic.com', '/v1/messages');
  final headers = <String, String>{'Authorization': 'Bearer \${dotenv.env['ANTHROPIC_API_KEY']}'};
  await http.post(url, headers: headers);
}
`,
    Dio: `class A {
  void go(String claudeKey) {
    dio = Dio(BaseOptions(baseUrl: 'https://api.anthropic.com', headers: {'Authorization': 'Bearer $claudeKey'}));
  }
}
`,
  },
  valid: {
    'two vendors': `Future<void> openai(String apiKey) => http.post(Uri.parse('${OPENAI}'), headers: {'Authorization': 'Bearer $apiKey'});
Future<void> claude(String apiKey) => http.post(Uri.parse('${NATIVE}'), headers: {'x-api-key': apiKey, 'anthropic-version': '2023-06-01'});
`,
    'an address from outside': `// ${NATIVE}
Future<void> ask(String url, String apiKey) => http.post(Uri.parse(url), headers: {'Authorization': 'Bearer $apiKey'});
`,
    OAuth: `Future<void> ask(String accessToken) => http.post(Uri.parse('${NATIVE}'),
    headers: {'Authorization': 'Bearer $accessToken', 'anthropic-beta': 'oauth-2025-04-20', 'anthropic-version': '2023-06-01'});
`,
    'both branches': `Map<String, String> headers(bool oauth, String key) {
  if (oauth) return {'Authorization': 'Bearer $key'};
  return {'x-api-key': key, 'anthropic-version': '2023-06-01'};
}
Future<void> ask() => http.post(Uri.parse('${NATIVE}'), headers: headers(false, key));
`,
  },
};

const RUBY: Samples = {
  path: 'ask.rb',
  invalid: {
    'Net::HTTP': `require 'net/http'
def ask(api_key)
  uri = URI('${NATIVE}')
  request = Net::HTTP::Post.new(uri)
  request['Content-Type'] = 'application/json'
  request['Authorization'] = "Bearer #{api_key}"
  Net::HTTP.start(uri.host, uri.port, use_ssl: true) { |http| http.request(request) }
end
`,
    HTTParty: `class Claude
  API_URL = '${NATIVE}'
  def initialize(api_key)
    @api_key = api_key
  end

  def ask(body)
    HTTParty.post(
      API_URL,
      headers: { 'Authorization' => "Bearer #{@api_key}", 'Content-Type' => 'application/json' },
      body: body.to_json
    )
  end
end
`,
    'HTTParty of a class': `class Claude
  include HTTParty
  base_uri 'https://api.anthropic.com'
  headers 'Authorization' => "Bearer #{ENV['ANTHROPIC_API_KEY']}"
  def ask
    self.class.post('/v1/messages')
  end
end
`,
    Faraday: `def ask
  conn = Faraday.new(url: 'https://api.anthropic.com', headers: { 'Authorization' => "Bearer #{ENV.fetch('CLAUDE_API_KEY')}" })
  conn.post('/v1/messages')
end
`,
    'a hash of headers': `def ask(claude_key)
  headers = { "Authorization": "Bearer #{claude_key}" }
  RestClient.post('${NATIVE}', body, headers)
end
`,
  },
  valid: {
    'two vendors': `def openai(api_key)
  HTTParty.post('${OPENAI}', headers: { 'Authorization' => "Bearer #{api_key}" })
end

def claude(api_key)
  HTTParty.post('${NATIVE}', headers: { 'x-api-key' => api_key, 'anthropic-version' => '2023-06-01' })
end
`,
    'an address from outside': `# ${NATIVE}
def ask(url, api_key)
  HTTParty.post(url, headers: { 'Authorization' => "Bearer #{api_key}" })
end
`,
    OAuth: `def ask(access_token)
  HTTParty.post('${NATIVE}', headers: { 'Authorization' => "Bearer #{access_token}", 'anthropic-beta' => 'oauth-2025-04-20' })
end
`,
    'both branches': `def headers(key)
  if key.start_with?('sk-ant-oat')
    { 'Authorization' => "Bearer #{key}", 'anthropic-version' => '2023-06-01' }
  else
    { 'x-api-key' => key, 'anthropic-version' => '2023-06-01' }
  end
end
HTTParty.post('${NATIVE}', headers: headers(api_key))
`,
  },
};

const LANGUAGES = {
  Go: GO,
  Java: JAVA,
  Kotlin: KOTLIN,
  'C#': CSHARP,
  PHP,
  Rust: RUST,
  Swift: SWIFT,
  Dart: DART,
  Ruby: RUBY,
};

function ids(path: string, text: string): readonly string[] {
  return usageRules.flatMap((rule) => [...rule.find({ path, text })].map(() => rule.id));
}

describe.each(Object.entries(LANGUAGES))('%s', (_language, { path, invalid, valid }) => {
  it.each(Object.entries(invalid))('finds %s', (_name, text) => {
    expect(ids(path, text).filter((id) => id === 'bearer-misuse')).toEqual(['bearer-misuse']);
  });
  it.each(Object.entries(valid))('passes %s', (_name, text) => {
    expect(ids(path, text)).toEqual([]);
  });
});

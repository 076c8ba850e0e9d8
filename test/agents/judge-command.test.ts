// Commands that go round the gates, and commands that only look so.
import { describe, expect, test } from 'vitest';
import { judgeCommand } from '../../src/agents/judge-command.ts';

const ALIASES: Readonly<Record<string, string>> = {
  ci: 'commit',
  quick: 'commit -n',
  wip: '!git add -A && git commit --no-verify -m wip',
  save: 'commit -a -m',
  loop: 'loop',
  outer: 'quick -a',
};
const options = { aliasOf: (name: string) => ALIASES[name] };
const reasonOf = (command: string): string | undefined => judgeCommand(command, options).reason;

const REFUSED = String.raw`
git commit -n
git commit -n -m x
git commit -m x -n
git commit -nm x
git commit -anm x
git commit -amn -n
git commit -qnam x
git commit -vn
git commit --no-verify
git commit --no-verify -m "fix: x"
git commit -m "fix: x" --no-verify
git commit --no-verif
git commit --no-veri -m x
git commit --no-v
git commit -a --no-verify
git commit --amend -n
git commit --amend --no-edit --no-verify
git commit -m x -n -- file.js
git commit "-n"
git commit '--no-verify'
git commit --no-"verify"
git commit \-n
git commit $'-n'
git commit $'\x2dn'
git -C sub commit -n
git -C sub --no-pager commit -nm x
git --git-dir=.git commit -n
git --git-dir .git --work-tree . commit -n
git -p commit -n
git -c user.name=x commit -n
/usr/bin/git commit -n
\git commit -n
command git commit -n
g=git; $g commit -n
opts='commit -n'; git $opts -m x
N=-n; git commit $N -m x
N="-n"; git commit "$N" -m x
git -c core.hooksPath=/dev/null commit -m x
git -c core.hookspath= commit -m x
git -c CORE.HOOKSPATH=/tmp commit
git -c core.hooksPath commit
git -c "core.hooksPath=/dev/null" -c a.b=c commit -m x
git --config-env=core.hooksPath=EMPTY commit
git --config-env core.hooksPath=EMPTY commit
git -c include.path=/tmp/c commit -m x
git -c core.hooksPath=/dev/null push
git -c core.hooksPath=/dev/null merge x
git -c alias.x='commit -n' x
git -c alias.x='!git commit -n' x
git config core.hooksPath /dev/null
git config --unset-all includeIf.gitdir:./worktrees/.path
git config --remove-section includeIf.gitdir:./worktrees/
git config core.hookspath .husky/none
git config --local core.hooksPath /dev/null
git config --global core.hooksPath /dev/null
git config --worktree core.hooksPath x
git config --unset core.hooksPath
git config --unset-all core.hooksPath
git config --local --unset core.hooksPath
git config --global --unset core.hooksPath
git config unset core.hooksPath
git config set core.hooksPath /tmp/x
git config set --local core.hooksPath /tmp/x
git config --replace-all core.hooksPath x
git config --add core.hooksPath x
git config --remove-section core
git config --remove-section hushkey
git config -f .git/config core.hooksPath x
git config hushkey.previousHooksPath x
git config alias.x 'commit -n'
git config --global alias.ci "commit --no-verify"
git config alias.y '!git commit -n'
git quick
git quick -m x
git wip
git outer
git ci -n
git save x -n
HUSKY=0 git commit -m x
HUSHKEY=0 git commit -m x
HUSKY="0" git commit -m x
HUSHKEY='0' git push
export HUSKY=0
export HUSHKEY=0 && git commit -m x
export HUSKY=0; git commit -m x
declare -x HUSKY=0
HUSKY=0; export HUSKY; git commit -m x
env HUSKY=0 git commit -m x
env -i HUSHKEY=0 git commit
env -u X HUSHKEY=0 git commit
sudo HUSHKEY=0 git commit
npx cross-env HUSKY=0 git commit -m x
GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=core.hooksPath GIT_CONFIG_VALUE_0=/dev/null git commit -m x
GIT_CONFIG_PARAMETERS="'core.hookspath=/dev/null'" git commit
GIT_CONFIG_GLOBAL=/tmp/c git commit -m x
export GIT_CONFIG_COUNT=1
HUSHKEY_DONE=1 git commit
git push --no-verify
git push origin main --no-verify
git push --no-verif origin
git push -f --no-verify
git merge --no-verify feature
git merge --no-ff --no-verify feature
git am --no-verify x.patch
git am -n x.patch
git am --no-verify < x.patch
git pull --no-verify
rm -rf .git/hooks
rm .git/hooks/pre-commit
rm -f ./.git/hooks/pre-commit
rm -rf .husky
rm .husky/pre-commit
rm -rf .git/hushkey
rm -rf "$(git rev-parse --git-dir)/hushkey"
rm -rf $(git rev-parse --git-common-dir)/hooks/*
rm -rf $GIT_DIR/hooks
rm .git/hook*/pre-commit
rm -rf .git/{hooks,hushkey}
rm -r .hus*
rm -rf /home/me/app/.husky
cd .git && rm -rf hooks
cd .husky; rm pre-commit
mv .husky .husky.off
mv .git/hooks/pre-commit /tmp
mv .git/hushkey /tmp/x
chmod -x .git/hooks/pre-commit
chmod 644 .git/hushkey/pre-commit
chmod a-x .husky/pre-commit
chmod -R 000 .husky
chmod u=r .git/hooks/pre-push
truncate -s 0 .husky/pre-commit
> .husky/pre-commit
: > .husky/pre-commit
echo 'exit 0' > .git/hooks/pre-commit
echo 'exit 0' >.git/hushkey/pre-commit
echo '' >| .husky/pre-commit
echo x >> .git/hushkey/paths
cat > .git/hooks/pre-commit <<EOF
cp /dev/null .git/hooks/pre-commit
ln -sf /bin/true .git/hushkey/pre-commit
echo x | tee .husky/pre-commit
dd if=/dev/null of=.git/hooks/pre-commit
sed -i d .husky/pre-commit
sed -i '/hooksPath/d' .git/config
echo > .git/config
perl -pi -e 's/x//' .git/hushkey/pre-commit
find .git/hooks -delete
find .git/hushkey -type f -exec rm {} +
git rm -r .husky
git rm -f .husky/pre-commit
git mv .husky old
unlink .git/hooks/pre-commit
sh -c 'git commit -n'
sh -c "git commit -n"
bash -lc 'git commit -n -m x'
bash -c 'cd a && git commit --no-verify'
zsh -ic "HUSKY=0 git commit"
bash <<< 'git commit -n'
echo 'git commit -n' | sh
printf 'git commit -n\n' | bash -s
eval 'git commit -n'
eval git commit -n
eval "$(echo git commit -n)"
git add . && git commit -n -m x
git add .; git commit -n
git add . || git commit -n
git add . & git commit -n
true | git commit -n -F -
(git commit -n)
{ git commit -n; }
if true; then git commit -n; fi
for f in a b; do git commit -nm $f; done
while true; do git commit -n; done
! git commit -n
f() { git commit -n; }; f
echo $(git commit -n)
echo "$(git commit -n)"
echo "a $(echo "b $(git commit -n)")"
x=$(git commit -n -m x)
diff <(git commit -n) /dev/null
time git commit -n
nohup git commit -n &
sudo git commit -n
sudo -u me git commit -n
sudo -E env A=b nohup git commit -n
nice -n 5 git commit -n
timeout 10 git commit -n
timeout -k 1 10s git commit -n
xargs git commit -n
echo x | xargs -I{} git commit -nm {}
xargs -n 1 git commit -n <msg
stdbuf -oL git commit -n
exec git commit -n
setsid git commit -n
env git commit -n
env -S 'git commit -n'
npx git commit -n
find . -maxdepth 0 -exec git commit -n \;
trap 'git commit -n' EXIT
alias gc='git commit -n'
su -c 'git commit -n' me
git update-ref refs/heads/main $(git commit-tree -m x HEAD^{tree})
npx hushkey uninstall
hushkey uninstall
npx husky uninstall
pwsh -Command "git commit -n"
powershell -c '$env:HUSKY=0; git commit -m x'
cmd /c git commit -n
`
  .split('\n')
  .filter(Boolean);

const MORE_REFUSED = [
  'git commit ${NOPE:--n} -m x',
  'echo ${X:-$(git commit -n)}',
  'true && \\\ngit \\\ncommit -n',
  'git add -A\ngit commit -n -m x',
  '# a comment\ngit commit -n',
  'cat <<EOF > notes.md\ntext\nEOF\ngit commit -n',
  "bash <<'EOF'\ngit commit -n\nEOF",
  'sh -s <<EOF\ngit commit --no-verify\nEOF',
  'cat <<EOF | bash\ngit commit -n\nEOF',
  'cat <<EOF\n$(git commit -n)\nEOF',
  'git commit -m "$(cat <<\'EOF\'\nfix: text\n\nmore\nEOF\n)" -n',
  'git commit -m "a\n\nb" --no-verify',
  'echo `git commit -n`',
  'if [ -f a ]\nthen\n  git commit -n\nfi',
  'git add . &&\n  git commit -n',
  'echo a |\n sh -c "git commit -n"',
  'case $x in\n a) git commit -n;;\nesac',
  'f() {\n  HUSKY=0 git commit\n}',
  'git\tcommit\t-n',
  'git commit -m x\\\n -n',
];

const PASSED = String.raw`
git commit -m x
git commit
git commit -am "fix: x"
git commit -m "-n"
git commit -m '-n'
git commit -m -n
git commit -m --no-verify
git commit -m "never use --no-verify"
git commit -m "docs: git commit -n skips hooks"
git commit -m 'HUSKY=0 git commit'
git commit --message "--no-verify"
git commit --message=--no-verify
git commit --mess -n
git commit -F -n
git commit -C HEAD
git commit -Cn
git commit -uno
git commit -uno -m x
git commit -unormal
git commit -Snobody -m x
git commit --author "n <n@example.com>" -m x
git commit --author -n -m x
git commit -mn
git commit -amn
git commit -am n
git commit -tn
git commit --amend --no-edit
git commit --no-edit
git commit --no-gpg-sign -m x
git commit --no-status
git commit --no-post-rewrite
git commit --verbose
git commit -v
git commit --dry-run
git commit --fixup HEAD
git commit -m x -- -n
git commit -- --no-verify
git commit --allow-empty -m n
git log -n 3
git log -n3 --oneline
git log --grep=--no-verify
git log --grep "commit -n"
git log -S'--no-verify'
git show -n 1
git push
git push -n
git push --dry-run
git push origin main
git push --force-with-lease
git push -u origin main
git push -o -n
git merge feature
git merge -n feature
git merge --no-ff feature
git merge --no-stat x
git merge -m --no-verify x
git pull -n
git pull --rebase
git am x.patch
git am -3 x.patch
git rebase -n main
git rebase --continue
git cherry-pick -n abc
git revert -n abc
git clean -n
git add -n .
git rm -n file
git mv -n a b
git fetch -n
git branch -n
git stash push -m "commit -n"
git tag -n
git tag -a v1 -m "--no-verify"
git config core.hooksPath
git config --get core.hooksPath
git config --get-all core.hooksPath
git config get core.hooksPath
git config --list
git config -l --show-origin
git config user.name "x"
git config --unset user.name
git config --global alias.st status
git config alias.last 'log -1'
git config alias.ci commit
git config core.autocrlf false
git config --remove-section alias
git -c user.name=x commit -m x
git -c core.editor=true commit
git -c commit.gpgsign=false commit -m x
git -c alias.x='log -n 3' x
git --no-pager log -n 3
git ci -m x
git save x
git loop
git unknown -n
git rev-parse --git-dir
git ls-files .husky
git diff -- .husky/pre-commit
git add .husky/pre-commit
git checkout -- .husky/pre-commit
git restore .husky/pre-commit
git grep -n -- --no-verify
git grep "commit -n"
grep -rn -- "--no-verify" .
grep -n "git commit -n" README.md
grep 'HUSKY=0' -r .
rg "git commit --no-verify"
echo git commit -n
echo "git commit --no-verify"
echo 'HUSKY=0 git commit' >> notes.md
echo "core.hooksPath"
printf 'git commit -n\n'
printf '%s\n' "git push --no-verify" > docs/x.md
# git commit -n
ls # git commit -n
true # HUSKY=0
cat .husky/pre-commit
cat .git/hooks/pre-commit
cat .git/config
ls -la .git/hooks
ls .husky
head -n 3 .git/hooks/pre-commit
cp .git/hooks/pre-commit /tmp/x
cp .husky/pre-commit backup
chmod +x .husky/pre-commit
chmod 755 .husky/pre-commit
chmod u+x .git/hooks/pre-push
chmod -x other.sh
echo 'npx lint-staged' >> .husky/pre-commit
mkdir -p .husky
touch .husky/pre-push
rm -rf node_modules
rm -rf dist .cache
rm hooks/useThing.ts
rm -rf src/hooks
mv src/hooks/a.ts src/hooks/b.ts
rm *
rm -rf ./*
rm .git*ignore
rm src/.husky-notes.md
echo x > src/hooks/index.ts
sed -n 1,10p .husky/pre-commit
sed -i s/a/b/ src/hooks/a.ts
find . -name hooks
find src -name '*.tmp' -delete
find .git/hooks -type f
HUSKY=1 git commit -m x
HUSHKEY=1 git commit -m x
HUSKY= git commit -m x
HUSKY_X=0 git commit -m x
export NODE_ENV=test
env FOO=0 git commit -m x
env
env | grep HUSKY
GIT_EDITOR=true git commit
GIT_AUTHOR_DATE=x git commit -m x
GIT_TRACE=1 git commit -m x
sh -c 'git commit -m x'
bash -lc "npm test && git commit -m 'n'"
bash script.sh -n
sh -n script.sh
bash -c 'echo "$1"' -- 'git commit -n'
echo 'git commit -n' | cat
echo 'git commit -n' | grep commit
cat notes.md | sh
xargs -n 1 echo
nice -n 5 git commit -m x
timeout 10 npm test
command -v git
time npm test
nohup npm start &
npm run commit -- -n
npm install -n
npm run lint --no-verify
npx hushkey doctor
npx hushkey install
npx hushkey scan
npx husky
node -e "console.log('git commit -n')"
python3 -c "print('git commit --no-verify')"
docker run -n x
ssh host -n
sort -n file | head -n 5
tail -n 20 log
sed -n '/--no-verify/p' README.md
awk '/git commit -n/' file
alias gs='git status'
trap 'rm -f tmp' EXIT
gh pr create --body "do not use git commit --no-verify"
if true; then git commit -m x; fi
for n in 1 2; do git commit -m $n; done
(cd sub && git commit -m x)
git commit -m "$(date)"
git commit -m "$MSG"
git commit $ARGS
git hash-object -w x
git commit-tree -m x HEAD^{tree}
git update-ref -d refs/heads/x
test -n "$X" && git commit -m x
[ -n "$X" ] && git commit -m x
pwsh -Command "git commit -m x"
`
  .split('\n')
  .filter(Boolean);

const MORE_PASSED = [
  'git commit -m "$(cat <<\'EOF\'\nfix: git commit -n and --no-verify\n\nHUSKY=0\nEOF\n)"',
  'git commit -F - <<EOF\nfix: --no-verify\n-n\nEOF',
  "cat > docs/hooks.md <<'EOF'\nRun git commit -n or HUSKY=0 git commit.\nrm -rf .git/hooks\nEOF",
  'cat <<-EOF > a.md\n\tgit commit -n\n\tEOF\ngit commit -m x',
  'git commit -m "a\n-n\n--no-verify"',
  "git commit -m 'a\ngit commit -n\nb'",
  'echo "\\$(git commit -n)"',
  "echo '$(git commit -n)'",
  "echo '`git commit -n`'",
  "cat <<'EOF'\n$(git commit -n)\nEOF",
  'git add . # then\n# git commit -n\ngit commit -m x',
  'tee notes.md <<EOF\nHUSHKEY=0\nEOF',
  '',
  '   ',
  "echo 'unfinished",
  'echo "unfinished $(',
  'cat <<EOF\nnever ends',
  ')))',
  '((',
  'a=$((1+2)); echo $a',
];

describe('refused', () => {
  const commands = [...REFUSED, ...MORE_REFUSED];

  test('there are enough of them', () => expect(commands.length).toBeGreaterThan(200));
  test.each(commands)('%s', (command) => expect(reasonOf(command)).toEqual(expect.any(String)));
});

describe('not refused', () => {
  const commands = [...PASSED, ...MORE_PASSED];

  test('there are enough of them', () => expect(commands.length).toBeGreaterThan(180));
  test.each(commands)('%s', (command) => expect(reasonOf(command)).toBeUndefined());
});

describe('git past its hooks', () => {
  test.each([
    'git --git-dir=/r/.git push',
    'git --git-dir /r/.git --work-tree /r commit -m x',
    'GIT_DIR=/r/.git git push',
    'export GIT_DIR=/r/.git; cd /; git push origin main',
    'env GIT_DIR=/r/.git GIT_WORK_TREE=/r git commit -m x',
    'cd .git && git push',
    'git -C .git push',
    'git -C sub/.git/worktrees/x push',
    'git -C .git -C hooks push',
  ])('refuses %s', (command) => expect(reasonOf(command)).toMatch(/no hook/));

  test.each([
    'git --git-dir=/r/.git log',
    'GIT_DIR=/r/.git git status',
    'cd .git && ls && git log',
    'git -C .github push',
    'git commit -m "git --git-dir=x push"',
  ])('lets %s go', (command) => expect(reasonOf(command)).toBeUndefined());

  test.each<[string, readonly string[]]>([
    ['git commit -m x', ['']],
    ['git add -A && git ci -m x', ['']],
    ['cd sub && git -C deep push; git push', ['sub/deep', 'sub']],
    ['git -C /r -C sub rebase main', ['/r/sub']],
    ['sh -c "git cherry-pick x"', ['']],
    ['git log; git status; git add -A; git fetch', []],
    ['echo git commit', []],
    ['npx hushkey install && git commit -m x', []],
    ['npm ci; git commit -m x', []],
    ['npm test && git commit -m x', ['']],
  ])('%s makes or publishes commits in %j', (command, folders) => {
    expect(judgeCommand(command, options)).toMatchObject({ reason: undefined, hooked: folders });
  });
});

describe('PowerShell', () => {
  const reason = (command: string): string | undefined => judgeCommand(command, { dialect: 'powershell' }).reason;

  test.each([
    'git commit -n',
    'git commit --no-verify -m "x"',
    '$env:HUSKY=0; git commit -m x',
    '$env:HUSKY = "0"',
    "${env:HUSHKEY} = '0'",
    '$env:GIT_CONFIG_COUNT=1',
    'Set-Item Env:HUSKY 0',
    'Set-Item -Path Env:HUSHKEY -Value 0',
    'Remove-Item -Recurse -Force .husky',
    'Remove-Item .git\\hooks\\pre-commit',
    'Set-Content .git/hooks/pre-commit ""',
    'git `\ncommit -n',
    'if ($x) { git commit -n }',
    '& git commit -n',
  ])('refuses %s', (command) => expect(reason(command)).toEqual(expect.any(String)));

  test.each([
    'git commit -m "x"',
    'git log -n 3',
    'Write-Output "git commit -n"',
    'Select-String "--no-verify" README.md',
    '$env:HUSKY=1',
    '$env:NODE_ENV="test"; npm test',
    'Get-Content .git\\hooks\\pre-commit',
    'Get-ChildItem .husky',
    "git commit -m 'a -n b'",
  ])('lets %s go', (command) => expect(reason(command)).toBeUndefined());
});

describe('what is written where', () => {
  const writes = (command: string) => judgeCommand(command).writes;

  test.each<[string, string, string, boolean]>([
    ["cat > a.js <<'EOF'\nline $X\nEOF", 'a.js', 'line $X\n', false],
    ['cat <<EOF >> a.js\nline\nEOF', 'a.js', 'line\n', true],
    ['echo hello > a.txt', 'a.txt', 'hello\n', false],
    ['echo -n hello >> a.txt', 'a.txt', 'hello\n', true],
    ["printf 'a\\nb' > a.txt", 'a.txt', 'a\nb', false],
    ['echo hello | tee a.txt', 'a.txt', 'hello\n', false],
    ['echo hello | tee -a a.txt > /dev/null', 'a.txt', 'hello\n', true],
    ['tee a.txt <<EOF\nx\nEOF', 'a.txt', 'x\n', false],
    ['cat <<EOF | tee a.txt\nx\nEOF', 'a.txt', 'x\n', false],
    ['cd sub && echo x > a.txt', 'sub/a.txt', 'x\n', false],
    ['K=value; echo "k=$K" > .env', '.env', 'k=value\n', false],
    ['cat > a.txt <<< text', 'a.txt', 'text\n', false],
    ["bash -c 'echo x > a.txt'", 'a.txt', 'x\n', false],
    ['sudo sh -c "echo x >> /etc/a"', '/etc/a', 'x\n', true],
    ['echo x | sed s/x/y/ > a.txt', 'a.txt', 'sed\ns/x/y/\nx\n', false],
    ['{ echo x; } 2>/dev/null; echo y &> a.txt', 'a.txt', 'y\n', false],
  ])('%s', (command, path, text, appends) => {
    expect(writes(command)).toContainEqual({ path, text, appends });
  });

  test.each(['echo x', 'cat a > b', 'curl -H "x: y" https://example.com', 'grep x < a', 'ls > a.txt'])(
    'nothing known: %s',
    (command) => expect(writes(command)).toEqual([]),
  );

  test('PowerShell', () => {
    const { writes: made } = judgeCommand("Set-Content -Path a.txt -Value 'hello'", { dialect: 'powershell' });
    expect(made.map(({ path }) => path)).toEqual(['a.txt']);
    expect(made[0]?.text).toContain('hello');
    const piped = judgeCommand("'hello' | Out-File a.txt", { dialect: 'powershell' }).writes;
    expect(piped[0]?.text).toContain('hello');
  });
});

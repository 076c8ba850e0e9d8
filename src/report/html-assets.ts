// The look of the HTML report and its script, as text: they go into the page as they stand here.

/** Each colour is written once for light and once for dark; the theme button only changes `color-scheme`. */
export const STYLE = `
:root{color-scheme:light dark;--page:light-dark(#f5f6f8,#0e1217);--card:light-dark(#fff,#161b22);--text:light-dark(#1a202a,#e3e7ed);--faint:light-dark(#545e6d,#9aa5b4);--edge:light-dark(#dde1e8,#2c343f);--code:light-dark(#f3f4f7,#0f141a);--link:light-dark(#175cd3,#8ab8ff);--error:light-dark(#b42318,#ff8f85);--warning:light-dark(#8a4b00,#f0b35a);--note:light-dark(#175cd3,#8ab8ff);--clean:light-dark(#116b3a,#5fd08f);--mark:light-dark(#ffe2de,#5c2320)}
:root[data-theme=light]{color-scheme:light}:root[data-theme=dark]{color-scheme:dark}
*{box-sizing:border-box}[hidden]{display:none!important}
body{margin:0 auto;max-width:68rem;padding:0 1rem 2rem;background:var(--page);color:var(--text);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere}
h1,h2,h3,p,dl,dd,ol,ul{margin:0;padding:0}ol{list-style:none}
h1{font-size:1.5rem;line-height:1.25}h2{font-size:1.125rem;margin:2rem 0 .75rem}h3{font-size:1rem;line-height:1.4}
code,pre{font:.875em/1.55 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
a{color:var(--link)}:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:4px}#content:focus{outline:none}
button,select,input{font:inherit;color:var(--text);background:var(--card);border:1px solid light-dark(#8a94a3,#667181);border-radius:6px;padding:.375rem .625rem;min-height:2.5rem}
button{cursor:pointer;white-space:nowrap}button:hover{border-color:var(--link)}
.skip{position:absolute;left:-999rem;background:var(--card);padding:.5rem 1rem}.skip:focus{left:1rem;top:.5rem;z-index:9}
header{display:flex;gap:1rem;justify-content:space-between;align-items:flex-start;padding:1.5rem 0 1rem}
footer{margin-top:2.5rem;padding-top:1rem;border-top:1px solid var(--edge)}footer,.about,.kind,.totals dt,.count{color:var(--faint);font-size:.875rem}
.error{--level:var(--error)}.warning{--level:var(--warning)}.note{--level:var(--note)}.clean{--level:var(--clean)}.suppressed{--level:var(--text)}
.verdict{padding:.75rem 1rem;background:var(--card);border:1px solid var(--edge);border-left:4px solid var(--level);border-radius:6px;color:var(--level);font-weight:600}
.totals{display:grid;grid-template-columns:repeat(auto-fit,minmax(8rem,1fr));gap:.75rem;margin-top:.75rem}
.totals div{background:var(--card);border:1px solid var(--edge);border-radius:6px;padding:.625rem 1rem}
.totals dd{font-size:1.75rem;line-height:1.25;font-weight:600;font-variant-numeric:tabular-nums;color:var(--level,var(--text))}.totals a{color:inherit;text-decoration-thickness:1px;text-underline-offset:.2em}
.plain{padding-left:1.25rem}
.timeline li{display:grid;grid-template-columns:6.5rem minmax(4rem,1fr) 14rem;gap:.75rem;align-items:center;font-size:.875rem;font-variant-numeric:tabular-nums;padding:.125rem 0}
.timeline{margin-top:.5rem}.bar{display:flex;gap:1px;height:.875rem}.bar span{background:var(--level);border-radius:2px;min-width:2px}
search{display:flex;flex-wrap:wrap;gap:.75rem;align-items:end;margin-top:1.5rem;padding:.75rem 1rem 1rem;background:var(--card);border:1px solid var(--edge);border-radius:6px}
search label{display:grid;gap:.125rem;font-size:.875rem;color:var(--faint);flex:1 1 10rem}search .wide{flex:3 1 16rem}search input,search select{width:100%;font-size:1rem}search p{flex-basis:100%;font-size:.875rem}
article{background:var(--card);border:1px solid var(--edge);border-left:4px solid var(--level);border-radius:6px;padding:.875rem 1rem;margin-bottom:1rem;content-visibility:auto;contain-intrinsic-size:auto 18rem}
#suppressed article{border-left-style:dashed}
.badge{display:inline-block;border:1px solid var(--level);color:var(--level);border-radius:99px;padding:0 .625rem;margin-right:.25rem;font-weight:600}
.kind{margin-bottom:.375rem}.places li{margin-top:.75rem}.place{font-weight:600}
pre{margin:.375rem 0;padding:.5rem 0;background:var(--code);border:1px solid var(--edge);border-radius:4px;white-space:pre-wrap;font-size:.8125rem}pre code{font-size:1em}
.line{display:flex}.number{flex:none;min-width:3.25rem;padding-right:.75rem;margin-right:.75rem;text-align:right;color:var(--faint);border-right:1px solid var(--edge);user-select:none}
mark{background:var(--mark);color:inherit;border-bottom:2px solid var(--error);border-radius:2px}
.warning mark{background:light-dark(#ffeccc,#4a3208);border-color:var(--warning)}.note mark{background:light-dark(#dce9ff,#1a345c);border-color:var(--note)}
.allow code{user-select:all;color:var(--text)}
details{margin-top:.75rem;border-top:1px solid var(--edge);padding-top:.5rem}summary{cursor:pointer;font-weight:600;font-size:.875rem;width:fit-content}
details dl{display:grid;grid-template-columns:4.5rem 1fr;gap:.375rem .75rem;margin-top:.5rem;font-size:.9375rem}dt{color:var(--faint)}dd{min-width:0}
.recipe{padding:.5rem .75rem}.recipe del,.recipe ins,.recipe span{display:block;text-decoration:none}.recipe del{color:var(--error)}.recipe ins{color:var(--clean)}
@media(max-width:40rem){.totals{grid-template-columns:repeat(2,1fr)}.totals div:last-child{grid-column:1/-1}.timeline li{grid-template-columns:6rem 1fr}.timeline li{row-gap:0;padding-bottom:.5rem}.timeline .bar{grid-column:1/-1;grid-row:2}.number{min-width:2.5rem;padding-right:.5rem;margin-right:.5rem}details dl{grid-template-columns:1fr;gap:0}details dd{margin-bottom:.5rem}}
@media print{:root,:root[data-theme]{color-scheme:light}body{max-width:none;padding:0;font-size:10pt;background:#fff}button,.skip,.allow,search label{display:none!important}search{border:0;padding:0}article,.line,.verdict{break-inside:avoid}article{content-visibility:visible}h2{break-after:avoid}*{print-color-adjust:exact}details::details-content{content-visibility:visible;height:auto}summary{list-style:none}}
`;

/** The filters live in the address (`#level=error&q=src`), so that a filtered view can be linked to. */
export const SCRIPT = `
'use strict';
(() => {
  const find = (id) => document.getElementById(id);
  const root = document.documentElement;
  const theme = find('theme');
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => (root.dataset.theme ?? (dark.matches ? 'dark' : 'light')) === 'dark';
  const nameTheme = () => { theme.textContent = isDark() ? 'Light theme' : 'Dark theme'; };
  const readHash = () => new URLSearchParams(location.hash.includes('=') ? location.hash.slice(1) : '');
  theme.hidden = false;
  theme.addEventListener('click', () => { root.dataset.theme = isDark() ? 'light' : 'dark'; nameTheme(); });
  dark.addEventListener('change', nameTheme);
  const wanted = readHash().get('theme');
  if (wanted === 'dark' || wanted === 'light') root.dataset.theme = wanted;
  nameTheme();

  const filters = find('filters');
  if (filters === null) return;
  const fields = ['q', 'level', 'category'].map(find);
  const groups = [...document.querySelectorAll('article')].map((article) => ({
    article,
    level: article.dataset.level,
    category: article.dataset.category,
    places: [...article.querySelectorAll('[data-text]')].map((place) => ({ place, text: place.dataset.text.toLowerCase() })),
  }));
  const total = groups.reduce((sum, { places }) => sum + places.length, 0);
  const apply = () => {
    const [q, level, category] = fields.map(({ value }) => value);
    const words = q.toLowerCase().split(' ').filter(Boolean);
    let shown = 0;
    for (const group of groups) {
      const fits = (level === '' || group.level === level) && (category === '' || group.category === category);
      let count = 0;
      for (const { place, text } of group.places) {
        place.hidden = !fits || !words.every((word) => text.includes(word));
        if (!place.hidden) count += 1;
      }
      group.article.hidden = count === 0;
      shown += count;
    }
    for (const section of document.querySelectorAll('.groups')) {
      section.hidden = section.querySelector('article:not([hidden])') === null;
    }
    find('shown').textContent = shown === 0 ? 'No finding matches.' : 'Showing ' + shown + ' of ' + total + (total === 1 ? ' finding.' : ' findings.');
    find('clear').disabled = q === '' && level === '' && category === '';
  };
  const readFields = () => {
    const hash = readHash();
    for (const field of fields) {
      const value = hash.get(field.id) ?? '';
      if (field.value !== value) field.value = value;
      if (field.value !== value) field.value = '';
    }
    apply();
  };
  const writeHash = () => {
    const hash = new URLSearchParams(fields.filter(({ value }) => value !== '').map(({ id, value }) => [id, value]));
    apply();
    // An address that ends in '#' would scroll to the top.
    history.replaceState(null, '', '#' + (hash.toString() || 'all='));
  };
  for (const field of fields) field.addEventListener('input', writeHash);
  find('clear').addEventListener('click', () => { for (const field of fields) field.value = ''; writeHash(); fields[0].focus(); });
  // A link to a part of the page is none to a filter.
  addEventListener('hashchange', () => {
    if (!location.hash.includes('=')) return;
    readFields();
    filters.scrollIntoView();
  });
  filters.hidden = false;
  readFields();
})();
`;

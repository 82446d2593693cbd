/**
 * Copy what an exported page needs to work with the network off into the Python package:
 * KaTeX as one script and one style sheet, its fonts inside as data URIs, and its licence.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const target = join(root, 'src', 'jupyterlab_journal', 'export', 'assets');
const katex = dirname(createRequire(import.meta.url).resolve('katex/package.json'));
const dist = join(katex, 'dist');

/** The style sheet with its woff2 fonts inlined; every browser that runs the script reads woff2. */
function inlineFonts(css) {
  const woff2Only = css.replace(/,url\([^)]*\.(?:woff|ttf)\) format\("(?:woff|truetype)"\)/g, '');
  const inlined = woff2Only.replace(/url\((fonts\/[^)]*\.woff2)\)/g, (_, font) => {
    const data = readFileSync(join(dist, font)).toString('base64');
    return `url(data:font/woff2;base64,${data})`;
  });
  const left = inlined.match(/url\((?!data:)[^)]*\)/);
  if (left) {
    throw new Error(`katex.min.css: ${left[0]} is not inlined; its layout changed, adapt this script`);
  }
  return inlined;
}

/** Both scripts as one; `</script` would end the element they are inlined in. */
function joinScripts() {
  const scripts = ['katex.min.js', join('contrib', 'auto-render.min.js')];
  return scripts
    .map(name => readFileSync(join(dist, name), 'utf-8'))
    .join('\n')
    .replace(/<\/script/gi, '<\\/script');
}

mkdirSync(target, { recursive: true });
writeFileSync(join(target, 'katex.css'), inlineFonts(readFileSync(join(dist, 'katex.min.css'), 'utf-8')));
writeFileSync(join(target, 'katex.js'), joinScripts());
writeFileSync(join(target, 'katex.LICENSE.txt'), readFileSync(join(katex, 'LICENSE')));

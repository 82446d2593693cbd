import { Gettext } from '@jupyterlab/translation';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as ts from 'typescript';

const PACKAGE = path.join(__dirname, '..', '..', 'src', 'jupyterlab_journal');
const LANGUAGES = path.join(PACKAGE, 'locale');

/** How many of the first arguments of each method are texts. */
const METHODS: Readonly<Record<string, number>> = { __: 1, _n: 2 };

/** A text of the sources: the key of its translation, and whether it has a plural. */
interface IText {
  readonly key: string;
  readonly plural: boolean;
}

/** The texts of every call of the translator in a file. */
function textsIn(file: string): IText[] {
  const found: IText[] = [];
  const source = ts.createSourceFile(file, fs.readFileSync(file, 'utf-8'), ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const count = METHODS[node.expression.name.text];
      for (const argument of count === undefined ? [] : node.arguments.slice(0, count)) {
        if (!ts.isStringLiteralLike(argument)) {
          throw new Error(`${file}: '${node.getText()}' does not translate a literal text`);
        }
      }
      const [key] = node.arguments;
      if (count !== undefined && key && ts.isStringLiteralLike(key)) {
        found.push({ key: key.text, plural: count > 1 });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const texts = fs
  .readdirSync(__dirname, { recursive: true, encoding: 'utf-8' })
  .filter(name => /\.tsx?$/.test(name) && !/\.spec\.tsx?$/.test(name))
  .flatMap(name => textsIn(path.join(__dirname, name)));

const keys = texts.map(({ key }) => key);

/** The catalogue of the user interface in one language: the header, and the translations by text. */
function readCatalogue(language: string): {
  header: Record<string, string>;
  catalogue: Record<string, string[]>;
} {
  const name = path.join(LANGUAGES, language, 'LC_MESSAGES', 'jupyterlab_journal.json');
  const { '': header, ...catalogue } = JSON.parse(fs.readFileSync(name, 'utf-8')) as Record<string, unknown>;
  return {
    header: header as Record<string, string>,
    catalogue: catalogue as Record<string, string[]>
  };
}

/** Every language but English, whose texts stand in the sources. */
const languages = fs
  .readdirSync(LANGUAGES)
  .filter(name => name !== 'en' && fs.existsSync(path.join(LANGUAGES, name, 'words.toml')));

/** The placeholders of a text, sorted. */
function placeholders(text: string): string[] {
  return [...new Set(text.match(/%\d/g) ?? [])].sort();
}

it('finds the texts of the sources', () => {
  expect(keys).toContain('Insert debug step');
  expect(keys).toContain('%1 finding');
  expect(languages).toContain('zh_CN');
});

describe.each(languages)('the user interface in %s', language => {
  const { header, catalogue } = readCatalogue(language);

  it('has every text', () => {
    expect([...new Set(keys)].filter(key => !(key in catalogue))).toEqual([]);
  });

  it('has no text that is gone from the sources', () => {
    expect(Object.keys(catalogue).filter(key => !keys.includes(key))).toEqual([]);
  });

  it('keeps every placeholder', () => {
    const wrong = Object.entries(catalogue).filter(
      ([key, [text = '']]) =>
        text === '' || placeholders(key).some(mark => !placeholders(text).includes(mark))
    );
    expect(wrong).toEqual([]);
  });

  it('has the form the translator looks for: at least two values where there is a plural, else one', () => {
    const forms = Math.max(2, Number(/nplurals=(\d+)/.exec(header['plural_forms'] ?? '')?.[1]));
    const wrong = texts.filter(({ key, plural }) => catalogue[key]?.length !== (plural ? forms : 1));
    expect(wrong).toEqual([]);
  });

  it('counts as the words of its entries do', () => {
    const words = fs.readFileSync(path.join(LANGUAGES, language, 'words.toml'), 'utf-8');
    expect(words).toContain(`plural_forms = "${header['plural_forms'] ?? ''}"`);
  });
});

it('the translator of JupyterLab finds the Chinese, plurals too', () => {
  const { header, catalogue } = readCatalogue('zh_CN');
  const { plural_forms: pluralForms, ...more } = header;
  const bundle = new Gettext({ domain: 'jupyterlab_journal', locale: 'zh_CN' });
  bundle.loadJSON({ ...catalogue, '': { ...more, pluralForms } } as never, 'jupyterlab_journal');
  expect(bundle.__('Insert %1', bundle.__('Goal'))).toBe('插入目标');
  expect(bundle._n('%1 finding', '%1 findings', 3)).toBe('3 项发现');
  expect(bundle._n('seed %2', 'seeds %2', 2, '42, 7')).toBe('种子 42, 7');
});

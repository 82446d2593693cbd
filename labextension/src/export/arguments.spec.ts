import { nullTranslator, type TranslationBundle } from '@jupyterlab/translation';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { exportArgumentsSchema, exportName, readExportArguments } from './arguments';
import { LISTED, makeFormats } from './testing';

const trans = nullTranslator.load('jupyterlab_journal');
const formats = makeFormats();

/** Arguments as they are read, the format by its name. */
function read(args: ReadonlyPartialJSONObject): { format: string; options: object } {
  const { format, options } = readExportArguments(args, formats, trans);
  return { format: format.name, options };
}

beforeAll(() => formats.load());

describe('readExportArguments', () => {
  it('exports HTML by default', () => {
    expect(read({})).toEqual({ format: 'html', options: {} });
  });

  it('describes what the server offers, with the default', () => {
    const { properties } = exportArgumentsSchema(LISTED, trans);
    expect(properties).toMatchObject({ format: { enum: ['html', 'markdown', 'outline'], default: 'html' } });
  });

  it('takes the options of the contract', () => {
    const args = { format: 'markdown', options: { journal_only: true, code: false } };
    expect(read(args)).toEqual(args);
  });

  it.each([
    [{ format: 'pdf' }, 'format: expected "html" or "markdown" or "outline", not "pdf".'],
    [{ format: null }, /format/],
    [{ options: ['code'] }, /options/],
    [{ options: null }, /options/],
    [{ options: { code: 'yes' } }, /options\.code/],
    [{ options: { overwrite: true } }, /overwrite/],
    [{ options: { __proto__x: true } }, /__proto__x/]
  ])('refuses %j', (args, message) => {
    expect(() => read(args)).toThrow(message);
  });

  it('says so in the language of the lab', () => {
    const chinese = { __: (text: string) => `中文：${text}` } as unknown as TranslationBundle;
    for (const args of [{ format: 'pdf' }, { options: 1 }, { options: { x: 1 } }, { options: { code: 1 } }]) {
      expect(() => readExportArguments(args, formats, chinese)).toThrow(/^中文：/);
    }
  });

  it('passes on no path and no permission to overwrite', () => {
    const args = { format: 'html', path: '/etc/passwd', overwrite: true };
    expect(Object.keys(readExportArguments(args, formats, trans)).sort()).toEqual(['format', 'options']);
  });
});

describe('exportName', () => {
  it.each([
    ['a/digits.ipynb', '.html', 'digits.html'],
    ['digits.v2.ipynb', '.md', 'digits.v2.md'],
    ['实验.ipynb', '.html', '实验.html']
  ] as const)('of %s with %s is %s', (path, ending, name) => {
    expect(exportName(path, { ending })).toBe(name);
  });
});

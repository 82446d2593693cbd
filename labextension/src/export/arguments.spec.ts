import { nullTranslator, type TranslationBundle } from '@jupyterlab/translation';
import { exportName, readExportArguments } from './arguments';

const trans = nullTranslator.load('jupyterlab_journal');

describe('readExportArguments', () => {
  it('exports HTML by default', () => {
    expect(readExportArguments({}, trans)).toEqual({ format: 'html', options: {} });
  });

  it('takes the options of the contract', () => {
    const args = { format: 'markdown', options: { journal_only: true, code: false } };
    expect(readExportArguments(args, trans)).toEqual(args);
  });

  it.each([
    [{ format: 'pdf' }, /format/],
    [{ format: null }, /format/],
    [{ options: ['code'] }, /options/],
    [{ options: null }, /options/],
    [{ options: { code: 'yes' } }, /options\.code/],
    [{ options: { overwrite: true } }, /overwrite/],
    [{ options: { __proto__x: true } }, /__proto__x/]
  ])('refuses %j', (args, message) => {
    expect(() => readExportArguments(args, trans)).toThrow(message);
  });

  it('says so in the language of the lab', () => {
    const chinese = { __: (text: string) => `中文：${text}` } as unknown as TranslationBundle;
    for (const args of [{ format: 'pdf' }, { options: 1 }, { options: { x: 1 } }, { options: { code: 1 } }]) {
      expect(() => readExportArguments(args, chinese)).toThrow(/^中文：/);
    }
  });

  it('passes on no path and no permission to overwrite', () => {
    const read = readExportArguments({ format: 'html', path: '/etc/passwd', overwrite: true }, trans);
    expect(Object.keys(read).sort()).toEqual(['format', 'options']);
  });
});

describe('exportName', () => {
  it.each([
    ['a/digits.ipynb', 'html', 'digits.html'],
    ['digits.v2.ipynb', 'markdown', 'digits.v2.md'],
    ['实验.ipynb', 'html', '实验.html']
  ] as const)('of %s as %s is %s', (path, format, name) => {
    expect(exportName(path, format)).toBe(name);
  });
});

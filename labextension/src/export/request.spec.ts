import { exportName, readExportArguments } from './request';

describe('readExportArguments', () => {
  it('exports HTML when nothing is said', () => {
    expect(readExportArguments({})).toEqual({ format: 'html', options: {} });
  });

  it('takes the options of the contract', () => {
    const args = { format: 'markdown', options: { journal_only: true, code: false } };
    expect(readExportArguments(args)).toEqual(args);
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
    expect(() => readExportArguments(args)).toThrow(message);
  });

  it('passes on no path and no permission to overwrite', () => {
    const read = readExportArguments({ format: 'html', path: '/etc/passwd', overwrite: true });
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

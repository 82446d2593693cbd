import { nullTranslator, type TranslationBundle } from '@jupyterlab/translation';
import { readBase } from './arguments';

const trans = nullTranslator.load('jupyterlab_journal');

describe('readBase', () => {
  it('compares with the last commit by default', () => {
    expect(readBase({}, trans)).toBe('git:HEAD');
  });

  it.each(['saved', 'checkpoint', 'git:HEAD~2', 'file:other/digits.ipynb'])('takes %s', base => {
    expect(readBase({ base }, trans)).toBe(base);
  });

  it.each([[''], ['HEAD'], ['git:'], ['saved '], [null], [3], [['saved']], [`git:${'a'.repeat(2000)}`]])(
    'refuses %j',
    base => {
      expect(() => readBase({ base }, trans)).toThrow(/^base:/);
    }
  );

  it('says what is wrong in the language of the lab', () => {
    const chinese = { __: (text: string) => `中文：${text}` } as unknown as TranslationBundle;
    expect(() => readBase({ base: 'HEAD' }, chinese)).toThrow(/^中文：/);
  });
});

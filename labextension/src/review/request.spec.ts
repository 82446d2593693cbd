import { readBase } from './request';

describe('readBase', () => {
  it('compares with the last commit when nothing is said', () => {
    expect(readBase({})).toBe('git:HEAD');
  });

  it.each(['saved', 'checkpoint', 'git:HEAD~2', 'file:other/digits.ipynb'])('takes %s', base => {
    expect(readBase({ base })).toBe(base);
  });

  it.each([[''], ['HEAD'], ['git:'], ['saved '], [null], [3], [['saved']], [`git:${'a'.repeat(2000)}`]])(
    'refuses %j',
    base => {
      expect(() => readBase({ base })).toThrow(/^base:/);
    }
  );
});

import { joined, lastLines } from './multiline';

it('a text of nbformat is one text, also when it lies there as lines', () => {
  expect(joined(['a\n', 'b'])).toBe('a\nb');
  expect(joined('a\nb')).toBe('a\nb');
});

it.each([
  ['a\nbc\nd', 10, 'a\nbc\nd'],
  ['a\nbc\nd', 6, 'a\nbc\nd'],
  ['a\nbc\nd', 5, 'bc\nd'],
  ['a\nbc\nd', 3, 'd'],
  ['abcdef', 3, 'def']
])('of %j, %d characters leave whole lines', (text, limit, end) => {
  expect(lastLines(text, limit)).toBe(end);
});

import { findFirstHint, HeadingReader } from './heading';
import { HEADINGS } from './testing';

const { reader } = HEADINGS;

describe('the number in a heading', () => {
  it.each([
    ['### Step 3 · Lower the learning rate\n\ntext', 'step', 3],
    ['### 调试步骤 12 · 降低学习率', 'step', 12],
    ['### Step 4', 'step', 4],
    ['### Step 4\n\ntext', 'step', 4],
    ['### Hypothesis 2 · It is the data', 'hypothesis', 2],
    ['### 假设 2 · 数据有问题', 'hypothesis', 2]
  ] as const)('is found in %j', (source, kind, value) => {
    const found = reader.findNumber(source, kind);
    expect(found?.value).toBe(value);
    expect(source.slice(found?.start, found?.end)).toBe(String(value));
  });

  it.each([
    ['### My third step · Lower the learning rate', 'step'],
    ['### Step 3: lower the learning rate', 'step'],
    ['### Step three · Lower it', 'step'],
    ['Step 3 · Lower it', 'step'],
    ['text\n### Step 3 · Lower it', 'step'],
    ['### Step 3 · Lower it', 'hypothesis'],
    ['', 'step']
  ] as const)('is left alone in %j, which a person has rewritten', (source, kind) => {
    expect(reader.findNumber(source, kind)).toBeNull();
  });
});

describe('the title of an entry', () => {
  it.each([
    ['### Step 3 · Lower the learning rate', 'step', 'Lower the learning rate'],
    ['### 调试步骤 3 · 降低学习率', 'step', '降低学习率'],
    ['## Goal · Beat `LeNet` by **2 %**', 'goal', 'Beat LeNet by 2 %'],
    ['## 目标：超过 97 %', 'goal', '超过 97 %'],
    ['### Step 3', 'step', ''],
    ['## What I really did', 'step', 'What I really did'],
    ['Remember the *warm-up*.\n\nMore.', 'note', 'Remember the *warm-up*.'],
    ['see [the paper](https://example.org/a) first', 'note', 'see the paper first'],
    ['### Step 2 · batch\\_size 32 → 64', 'step', 'batch_size 32 → 64'],
    ['### Step 2 · \\_\\_init\\_\\_ and \\*args and \\`x\\`', 'step', '__init__ and *args and `x`'],
    ['### Step 2 · a\\[0\\] \\<b\\> \\\\ \\# 1\\. \\|', 'step', 'a[0] <b> \\ # 1. |'],
    ['### Step 2 · `a\\_b**2` and *c*', 'step', 'a\\_b**2 and c'],
    ['### Error · KeyError: \\[link\\](x)', 'error', 'KeyError: [link](x)'],
    ['', 'note', '']
  ] as const)('of %j is read without kind and number', (source, kind, title) => {
    expect(reader.titleOf(source, kind)).toBe(title);
  });

  it('is the beginning of a line without end', () => {
    expect(reader.titleOf(`# ${'[a _b '.repeat(10_000)}`, 'note').length).toBeLessThanOrEqual(300);
  });
});

describe('the first unfilled section', () => {
  it('is the first hint after a label', () => {
    const source =
      '### Step 1\n\n| a |\n\n**Analysis.** *Why did this happen?*\n\n**Next.** *What will you try?*';
    const hint = findFirstHint(source);
    expect(source.slice(hint?.start, hint?.end)).toBe('*Why did this happen?*');
  });

  it('is a hint that stands alone', () => {
    expect(findFirstHint('*Write here*')).toEqual({ start: 0, end: 12 });
  });

  it('follows a Chinese label too', () => {
    const source = '**分析。** *为什么会这样？*';
    expect(source.slice(findFirstHint(source)?.start)).toBe('*为什么会这样？*');
  });

  it('is missing in text with emphasis of its own', () => {
    expect(findFirstHint('**Analysis.** It *really* was the data.\n\n**bold**')).toBeNull();
  });
});

describe('a heading of a template that is not shipped', () => {
  const team = new HeadingReader([
    { kind: 'step', title: 'Essai (C++)', numbered: true },
    { kind: 'step', title: 'Essai', numbered: false },
    { kind: 'result', title: 'Résultat *final*', numbered: true }
  ]);

  it('is numbered as its template has it', () => {
    expect(team.findNumber('### Essai (C++) 3 · plus lent', 'step')?.value).toBe(3);
    expect(team.findNumber('### Essai 3 · plus lent', 'step')).toBeNull();
    expect(team.findNumber('### Essai (C++) 3 · plus lent', 'result')).toBeNull();
    expect(['step', 'result', 'note'].map(kind => team.isNumbered(kind as 'step'))).toEqual([
      true,
      true,
      false
    ]);
  });

  it.each([
    ['### Essai (C++) 3 · plus lent', 'step'],
    ['### Essai · plus lent', 'step'],
    ['### Résultat *final* 2 · plus lent', 'result']
  ] as const)('has a title without kind and number: %j', (source, kind) => {
    expect(team.titleOf(source, kind)).toBe('plus lent');
  });
});

describe('before the templates are known', () => {
  const unknowing = new HeadingReader([]);

  it.each([
    ['### Step 3 · Lower it', 'step', 'Step 3 · Lower it'],
    ['### 调试步骤 3 · 降低学习率', 'step', '调试步骤 3 · 降低学习率'],
    ['## Goal · Beat it', 'goal', 'Goal · Beat it']
  ] as const)('the heading %j is read as it stands', (source, kind, title) => {
    expect(unknowing.titleOf(source, kind)).toBe(title);
    expect(unknowing.findNumber(source, kind)).toBeNull();
    expect(unknowing.isNumbered(kind)).toBe(false);
  });
});

describe('The title of a goal without one', () => {
  it.each([
    ['## Goal\n\n**Problem.** Beat 97.5 % on digits. In one minute.\n', 'Beat 97.5 % on digits'],
    ['## 目标\n\n**问题。** 准确率能超过 97 % 吗？一分钟之内。\n', '准确率能超过 97 % 吗？'],
    ['## Goal\n\n**Problem.** *What should the model achieve?*\n', ''],
    [
      '## Goal\n\n**Problem.** Use a small net, e.g. this one. Then more.\n',
      'Use a small net, e.g. this one'
    ],
    ['## Goal · Mine\n\n**Problem.** Beat it.\n', 'Mine']
  ])('is its first sentence: %j', (source, title) => {
    expect(reader.titleOf(source, 'goal')).toBe(title);
  });
});

import { Gesture } from './gesture';

describe('a gesture', () => {
  let gesture: Gesture;

  beforeEach(() => {
    gesture = new Gesture();
  });

  afterEach(() => {
    gesture.dispose();
    jest.restoreAllMocks();
  });

  const press = (repeat: boolean): boolean =>
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', repeat }));
  const click = (detail: number): boolean =>
    document.body.dispatchEvent(new MouseEvent('mousedown', { detail }));

  it('is on purpose when nothing was pressed, and the first time', () => {
    expect(gesture.isRepeated).toBe(false);
    press(false);
    expect(gesture.isRepeated).toBe(false);
    click(1);
    expect(gesture.isRepeated).toBe(false);
  });

  it('is a repetition of a key held down, until it is pressed anew', () => {
    press(true);
    expect(gesture.isRepeated).toBe(true);
    press(false);
    expect(gesture.isRepeated).toBe(false);
  });

  it('is a repetition in the second click of a double click', () => {
    click(2);
    expect(gesture.isRepeated).toBe(true);
  });

  it('has no effect on what happens long after it', () => {
    click(2);
    const now = performance.now();
    jest.spyOn(performance, 'now').mockReturnValue(now + 5000);
    expect(gesture.isRepeated).toBe(false);
  });

  it('is not noticed once it is disposed', () => {
    gesture.dispose();
    click(2);
    expect(gesture.isRepeated).toBe(false);
  });
});

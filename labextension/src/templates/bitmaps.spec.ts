import { makeEntry } from '../testing';
import { addBitmaps, bitmapSize, withSize } from './bitmaps';

const SVG = { 'image/svg+xml': 'PHN2Zy8+' };

function figure(attachments?: Record<string, Record<string, string>>): Parameters<typeof addBitmaps>[0] {
  const metadata = { journal: makeEntry('figure', 1) };
  return { cell_type: 'markdown', source: '## Figure', metadata, ...(attachments && { attachments }) };
}

describe('the bitmap of a picture', () => {
  it('stands before the vector, which stays', async () => {
    const { cell, isComplete } = await addBitmaps(figure({ 'a.svg': SVG }), svg =>
      Promise.resolve(`${svg} drawn`)
    );
    expect(Object.entries(cell.attachments?.['a.svg'] ?? {})).toEqual([
      ['image/png', 'PHN2Zy8+ drawn'],
      ['image/svg+xml', 'PHN2Zy8+']
    ]);
    expect(isComplete).toBe(true);
  });

  it('is drawn for no picture that is shown anyway', async () => {
    const shown = { 'a.png': { 'image/png': 'x' }, 'b.svg': { 'image/png': 'x', ...SVG } };
    const refuse = (): Promise<null> => Promise.reject(new Error('drawn'));
    await expect(addBitmaps(figure(shown), refuse)).resolves.toEqual({
      cell: figure(shown),
      isComplete: true
    });
    await expect(addBitmaps(figure(), refuse)).resolves.toEqual({ cell: figure(), isComplete: true });
  });

  it('is missing where the vector does not draw, and the others are still drawn', async () => {
    const draw = (svg: string): Promise<string | null> => Promise.resolve(svg === 'good' ? 'png' : null);
    const pictures = { 'a.svg': { 'image/svg+xml': 'bad' }, 'b.svg': { 'image/svg+xml': 'good' } };
    const { cell, isComplete } = await addBitmaps(figure(pictures), draw);
    expect(cell.attachments).toEqual({
      'a.svg': { 'image/svg+xml': 'bad' },
      'b.svg': { 'image/png': 'png', 'image/svg+xml': 'good' }
    });
    expect(isComplete).toBe(false);
  });

  it('is as large as the picture, and never larger than a screen can use', () => {
    expect(bitmapSize(640, 480)).toEqual({ width: 640, height: 480 });
    expect(bitmapSize(640, 480, 0.5)).toEqual({ width: 320, height: 240 });
    expect(bitmapSize(100, 8000)).toEqual({ width: 50, height: 4000 });
    expect(bitmapSize(100, 8000, 0.5)).toEqual({ width: 25, height: 2000 });
    expect(bitmapSize(1, 100_000)).toBeNull();
    expect(bitmapSize(0, 0)).toBeNull();
  });
});

describe('the size of a vector', () => {
  const open = (attributes: string): string => `<svg xmlns="http://www.w3.org/2000/svg" ${attributes}/>`;

  it.each(['width="460.8pt" height="345.6pt"', 'width="4e2" height=".5in" viewBox="0 0 1 1"'])(
    'is kept: %s',
    attributes => {
      expect(withSize(open(attributes))).toBe(open(attributes));
    }
  );

  it.each(['viewBox="0 0 640 480"', 'width="100%" viewBox="-5,-5, 640 480"'])(
    'is that of the part of the plane it shows: %s',
    attributes => {
      expect(withSize(open(attributes))).toMatch(/width="640".* height="480"|height="480".* width="640"/);
    }
  );

  it.each(['', 'width="100%"', 'viewBox="0 0 0 9"', 'viewBox="0 0 x"'])('is unknown: %s', attributes => {
    expect(withSize(open(attributes))).toBeNull();
  });

  it('is unknown of what is no picture', () => {
    expect(withSize('<svg')).toBeNull();
    expect(withSize('<html xmlns="http://www.w3.org/1999/xhtml"/>')).toBeNull();
  });
});

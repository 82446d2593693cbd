import { makeEntry } from '../testing';
import { addBitmaps } from './bitmaps';

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
});

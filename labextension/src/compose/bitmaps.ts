import type { ComposedEntry } from '../_schema';

/** Code of the warning that a picture is kept in a form that JupyterLab does not show. */
export const VECTOR_ONLY = 'image_svg';

const SVG = 'image/svg+xml';
const PNG = 'image/png';

/**
 * Draws an SVG, as base64, and returns the PNG as base64; null when it does not draw, or only into a
 * file that is too large.
 */
export type DrawSVG = (svg: string) => Promise<string | null>;

/** An entry whose pictures have been drawn as far as possible. */
export interface IDrawn {
  readonly cell: ComposedEntry['cell'];
  /** Whether JupyterLab shows every picture of the entry. */
  readonly isComplete: boolean;
}

/**
 * Add a bitmap to each picture of an entry that is there as a vector only: JupyterLab shows no others.
 *
 * The vector stays, and with it what exports prefer.
 */
export async function addBitmaps(cell: ComposedEntry['cell'], draw: DrawSVG): Promise<IDrawn> {
  const attachments = { ...cell.attachments };
  let isComplete = true;
  for (const [name, bundle] of Object.entries(attachments)) {
    const svg = bundle[SVG];
    if (svg === undefined || Object.keys(bundle).length > 1) {
      continue;
    }
    const png = await draw(svg);
    if (png === null) {
      isComplete = false;
    } else {
      // JupyterLab looks at the first form only.
      attachments[name] = { [PNG]: png, [SVG]: svg };
    }
  }
  return { cell: cell.attachments ? { ...cell, attachments } : cell, isComplete };
}

/** Draw an SVG that the server has cleaned. */
export async function drawSVG(svg: string): Promise<string | null> {
  try {
    // Loaded with the first picture of this form: a session may have none.
    const { draw } = await import('./raster');
    return await draw(svg);
  } catch (error) {
    // The entry is worth more than its picture in one more form.
    console.warn('A picture of the entry could not be drawn.', error);
    return null;
  }
}

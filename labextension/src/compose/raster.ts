const SVG = 'image/svg+xml';
const PNG = 'image/png';

/** Longest side of a bitmap, in pixels. */
const MAX_SIDE = 4000;
/** Largest file of a bitmap; a picture above it is drawn once more, half as large. */
const MAX_BYTES = 2 * 2 ** 20;

/** A length that does not depend on where the picture stands. */
const LENGTH = /^\s*\d*\.?\d+(?:e[+-]?\d+)?(?:px|pt|pc|mm|cm|in|q)?\s*$/i;

/** Give a picture that only says what part of the plane it shows a size of its own; null when it has none. */
export function withSize(text: string): string | null {
  const { documentElement: root } = new DOMParser().parseFromString(text, SVG);
  if (root.localName !== 'svg') {
    return null;
  }
  if (['width', 'height'].every(side => LENGTH.test(root.getAttribute(side) ?? ''))) {
    return text;
  }
  const [, , width = 0, height = 0] = (root.getAttribute('viewBox') ?? '')
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  if (!(width > 0 && height > 0)) {
    return null;
  }
  root.setAttribute('width', String(width));
  root.setAttribute('height', String(height));
  return new XMLSerializer().serializeToString(root);
}

/**
 * Sides of the bitmap of a picture; null when nothing would be seen in it.
 *
 * As large as the output shows it: neither Markdown nor a PNG could say that more pixels are meant to
 * make it sharper, so they would make it larger.
 */
export function bitmapSize(
  width: number,
  height: number,
  fraction = 1
): { width: number; height: number } | null {
  const scale = fraction * Math.min(1, MAX_SIDE / Math.max(width, height));
  const size = { width: Math.round(width * scale), height: Math.round(height * scale) };
  return size.width > 0 && size.height > 0 ? size : null;
}

/** The picture as an image: as such it runs no script and loads nothing. Null when it cannot be read. */
function load(svg: string): Promise<HTMLImageElement | null> {
  return new Promise(resolve => {
    const image = new Image();
    image.onload = () => {
      resolve(image);
    };
    image.onerror = () => {
      resolve(null);
    };
    image.src = `data:${SVG};charset=utf-8,${encodeURIComponent(svg)}`;
  });
}

function toPNG(image: HTMLImageElement, fraction: number): Promise<Blob | null> {
  const size = bitmapSize(image.naturalWidth, image.naturalHeight, fraction);
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (size === null || context === null) {
    return Promise.resolve(null);
  }
  Object.assign(canvas, size);
  context.drawImage(image, 0, 0, size.width, size.height);
  return new Promise(resolve => {
    canvas.toBlob(resolve, PNG);
  });
}

function toBase64(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      const url = reader.result as string;
      resolve(url.slice(url.indexOf(',') + 1));
    };
    reader.onerror = () => {
      reject(reader.error ?? new Error('The bitmap could not be read.'));
    };
    reader.readAsDataURL(blob);
  });
}

function decode(base64: string): string {
  return new TextDecoder().decode(Uint8Array.from(atob(base64), character => character.charCodeAt(0)));
}

/** Draw an SVG, as base64, into a PNG, as base64; null when there is nothing to draw, or too much. */
export async function draw(svg: string): Promise<string | null> {
  const sized = withSize(decode(svg));
  const image = sized === null ? null : await load(sized);
  if (image === null) {
    return null;
  }
  for (const fraction of [1, 0.5]) {
    const blob = await toPNG(image, fraction);
    if (blob !== null && blob.size <= MAX_BYTES) {
      return toBase64(blob);
    }
  }
  return null;
}

import { bitmapSize, withSize } from './raster';

describe('the bitmap of a vector', () => {
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

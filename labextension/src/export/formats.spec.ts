import { Formats } from './formats';
import { LISTED } from './testing';

describe('the formats of the server', () => {
  const answer = { formats: [...LISTED] };

  it('are asked for once, in the language of the lab', async () => {
    const ask = jest.fn(() => Promise.resolve(answer));
    const formats = new Formats({ formats: ask }, 'zh-CN');
    await Promise.all([formats.load(), formats.load()]);
    await formats.load();
    expect(ask.mock.calls).toEqual([['zh-CN']]);
    expect(formats.list).toEqual(LISTED);
  });

  it('are asked for again after a failure', async () => {
    const ask = jest.fn(() => Promise.resolve(answer)).mockRejectedValueOnce(new Error('away'));
    const formats = new Formats({ formats: ask }, 'en');
    await expect(formats.load()).rejects.toThrow('away');
    expect(formats.list).toEqual([]);
    await formats.load();
    expect(formats.find()?.name).toBe('html');
  });

  it('are found by name alone', async () => {
    const formats = new Formats({ formats: () => Promise.resolve(answer) }, 'en');
    expect(formats.find()).toBeUndefined();
    await formats.load();
    expect(['outline', undefined, null, 'pdf', 1].map(name => formats.find(name)?.name)).toEqual([
      'outline',
      'html',
      undefined,
      undefined,
      undefined
    ]);
  });
});

import { Notification } from '@jupyterlab/apputils';
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { nullTranslator } from '@jupyterlab/translation';
import { OfferSettings } from './settings';

const trans = nullTranslator.load('jupyterlab_journal');

function registryOf(load: () => Promise<unknown>): Pick<ISettingRegistry, 'load'> {
  return { load: load as ISettingRegistry['load'] };
}

describe('the settings of the offers', () => {
  afterEach(() => {
    Notification.dismiss();
  });

  it('say whether errors are offered, and keep a refusal', async () => {
    const composite: Record<string, unknown> = {};
    const set = (key: string, value: unknown): Promise<void> => {
      composite[key] = value;
      return Promise.resolve();
    };
    const settings = new OfferSettings(
      registryOf(() => Promise.resolve({ composite, set })),
      trans
    );
    await expect(settings.isOn()).resolves.toBe(true);
    await settings.switchOff();
    await expect(settings.isOn()).resolves.toBe(false);
    expect(composite).toEqual({ offerErrors: false });
  });

  it('report once that they cannot be read; errors are then offered until refused', async () => {
    const settings = new OfferSettings(
      registryOf(() => Promise.reject(new Error('no such schema'))),
      trans
    );
    await expect(settings.isOn()).resolves.toBe(true);
    expect(Notification.manager.notifications.map(({ message }) => message)).toEqual([
      'The settings for offering to journal errors could not be read. no such schema'
    ]);
    await settings.switchOff();
    await expect(settings.isOn()).resolves.toBe(false);
    expect(Notification.manager.count).toBe(1);
  });

  it('report a refusal that cannot be saved', async () => {
    const set = (): Promise<void> => Promise.reject(new Error('disk full'));
    const settings = new OfferSettings(
      registryOf(() => Promise.resolve({ composite: {}, set })),
      trans
    );
    await settings.switchOff();
    expect(Notification.manager.notifications.map(({ message }) => message)).toEqual([
      'The setting could not be saved. disk full'
    ]);
  });
});

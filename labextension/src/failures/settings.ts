import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { TranslationBundle } from '@jupyterlab/translation';
import { notifyFailure } from '../notifications';

/** Id of the plugin that the settings belong to. */
export const FAILURES_PLUGIN_ID = 'jupyterlab-journal:failures';

const OFFER = 'offerErrors';

/** Whether errors are offered by a notification; kept in the user's settings. */
export class OfferSettings {
  /** @param registry - null where there are no settings: errors are then offered */
  constructor(
    registry: Pick<ISettingRegistry, 'load'> | null,
    private readonly trans: TranslationBundle
  ) {
    this.loaded = this.load(registry);
  }

  /** Whether errors are to be offered; true when the settings could not be read. */
  async isOn(): Promise<boolean> {
    const settings = await this.loaded;
    return settings === null ? !this.isRefused : settings.composite[OFFER] !== false;
  }

  /** Offer no errors any more; without settings, until the page is loaded again. */
  async switchOff(): Promise<void> {
    const settings = await this.loaded;
    if (settings === null) {
      this.isRefused = true;
      return;
    }
    try {
      await settings.set(OFFER, false);
    } catch (error) {
      notifyFailure(this.trans.__('The setting could not be saved.'), error, this.trans);
    }
  }

  private async load(
    registry: Pick<ISettingRegistry, 'load'> | null
  ): Promise<ISettingRegistry.ISettings | null> {
    try {
      return (await registry?.load(FAILURES_PLUGIN_ID)) ?? null;
    } catch (error) {
      const what = this.trans.__('The settings for offering to journal errors could not be read.');
      notifyFailure(what, error, this.trans);
      return null;
    }
  }

  private readonly loaded: Promise<ISettingRegistry.ISettings | null>;
  private isRefused = false;
}

import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { nullTranslator } from '@jupyterlab/translation';
import { MessageLoop } from '@lumino/messaging';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import * as React from 'react';
import type { Status } from '../_schema';
import { RedactionModel } from './model';
import { RedactionBadge } from './widget';

const trans = nullTranslator.load('jupyterlab_journal');

/** The settings of one plugin, as the registry hands them out. */
class FakeSettings {
  readonly changed = new Signal<this, void>(this);

  constructor(private value: unknown) {}

  get(): { composite: unknown } {
    return { composite: this.value };
  }

  set(_key: string, value: unknown): Promise<void> {
    this.value = value;
    this.changed.emit();
    return Promise.resolve();
  }
}

function makeModel(redaction: boolean | Error, saved: unknown = []): RedactionModel {
  const configured = { watch_cells: true, export_time_limit: 120, review_time_limit: 60 };
  const status = (): Promise<Status> =>
    redaction instanceof Error
      ? Promise.reject(redaction)
      : Promise.resolve({ version: '1.0.0', redaction, configured });
  return new RedactionModel({ status }, new FakeSettings(saved) as unknown as ISettingRegistry.ISettings);
}

describe('what the user called no secret', () => {
  it('is kept in the settings as rule and field, once', async () => {
    const model = makeModel(true);
    const changed = jest.fn();
    model.changed.connect(changed);
    await model.allow({ rule: 'password-label', field: 'output' });
    await model.allow({ rule: 'password-label', field: 'output' });
    await model.allow({ rule: 'password-label', field: 'source' });
    expect(model.allowed).toEqual([
      { rule: 'password-label', field: 'output' },
      { rule: 'password-label', field: 'source' }
    ]);
    expect(changed).toHaveBeenCalled();
  });

  it('carries nothing but rule and field, whatever it is given', async () => {
    const model = makeModel(true);
    const what = { rule: 'a', field: 'b', value: 'no business of the settings' };
    await model.allow(what);
    expect(model.allowed).toEqual([{ rule: 'a', field: 'b' }]);
  });

  it.each([[null], ['x'], [{ rule: 'a' }], [[null, 3, { rule: 'a' }, { rule: 1, field: 'b' }]]])(
    'is nothing when the settings hold %j',
    saved => {
      expect(makeModel(true, saved).allowed).toEqual([]);
    }
  );
});

describe('the badge', () => {
  let badge: RedactionBadge | null = null;

  const show = async (redaction: boolean | Error): Promise<string> => {
    const model = makeModel(redaction);
    const shown = new RedactionBadge(model, trans);
    badge = shown;
    await React.act(async () => {
      Widget.attach(shown, document.body);
      await model.ready;
      MessageLoop.flush();
    });
    return shown.node.textContent;
  };

  beforeEach(() => {
    (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
  });

  afterEach(() => {
    React.act(() => {
      badge?.dispose();
    });
  });

  it('is there when the server takes no secrets out', async () => {
    expect(await show(false)).toBe('Redaction is off: secrets are written as they are.');
    expect(badge?.node.querySelector('[role="status"]')).not.toBeNull();
  });

  it('is not there when it does', async () => {
    expect(await show(true)).toBe('');
  });

  it('claims nothing when the server does not answer', async () => {
    const warned = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    expect(await show(new Error('no answer'))).toBe('');
    expect(warned).toHaveBeenCalled();
    warned.mockRestore();
  });
});

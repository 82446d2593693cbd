import type { TranslationBundle } from '@jupyterlab/translation';
import { MenuSvg, ReactWidget, caretDownEmptyIcon } from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import React from 'react';
import { CommandIDs } from '../commands';

/** Export HTML with one click; the arrow beside it offers the other formats. */
export class ExportButton extends ReactWidget {
  constructor(
    private readonly commands: CommandRegistry,
    private readonly trans: TranslationBundle
  ) {
    super();
    this.addClass('jp-JournalExport');
    this._menu = new MenuSvg({ commands });
    this._menu.addItem({ command: CommandIDs.export, args: { format: 'html' } });
    this._menu.addItem({ command: CommandIDs.export, args: { format: 'markdown' } });
    commands.commandChanged.connect(this._onCommandChanged, this);
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this.commands.commandChanged.disconnect(this._onCommandChanged, this);
      this._menu.dispose();
      super.dispose();
    }
  }

  protected override render(): React.JSX.Element {
    const enabled = this.commands.isEnabled(CommandIDs.export);
    return (
      <>
        <button
          type="button"
          className="jp-JournalExport-button"
          disabled={!enabled}
          title={this.commands.caption(CommandIDs.export, { format: 'html' })}
          onClick={() => void this.commands.execute(CommandIDs.export, { format: 'html' })}
        >
          {this.commands.label(CommandIDs.export, { format: 'html' })}
        </button>
        <button
          type="button"
          className="jp-JournalExport-menu"
          disabled={!enabled}
          aria-haspopup="menu"
          aria-label={this.trans.__('Other formats')}
          title={this.trans.__('Other formats')}
          onClick={this._openMenu}
        >
          <caretDownEmptyIcon.react tag="span" />
        </button>
      </>
    );
  }

  private readonly _openMenu = (event: React.MouseEvent): void => {
    const place = event.currentTarget.getBoundingClientRect();
    this._menu.open(place.left, place.bottom);
  };

  private _onCommandChanged(_: CommandRegistry, change: CommandRegistry.ICommandChangedArgs): void {
    if (change.id === CommandIDs.export || change.id === undefined) {
      this.update();
    }
  }

  private readonly _menu: MenuSvg;
}

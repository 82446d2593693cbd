import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import * as React from 'react';
import { unreadableIcon } from '../icons';
import type { IRedaction } from '../tokens';

/** Says, for as long as it is so, that secrets are written as they are. */
export class RedactionBadge extends ReactWidget {
  constructor(
    private readonly redaction: IRedaction,
    private readonly trans: TranslationBundle
  ) {
    super();
    this.addClass('jp-JournalRedactionBadge');
    redaction.changed.connect(this.update, this);
  }

  override dispose(): void {
    this.redaction.changed.disconnect(this.update, this);
    super.dispose();
  }

  protected override render(): React.JSX.Element | null {
    const { redaction, trans } = this;
    return redaction.isOff ? (
      <p
        role="status"
        className="jp-JournalRedactionBadge-text"
        title={trans.__('The configuration of the server switched it off (JournalApp.redact).')}
      >
        <unreadableIcon.react tag="span" aria-hidden="true" />
        {trans.__('Redaction is off: secrets are written as they are.')}
      </p>
    ) : null;
  }
}

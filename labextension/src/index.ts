import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { capturePlugin } from './capture/plugin';
import { composePlugin } from './compose/plugin';
import { entryPlugin } from './entry/plugin';
import { exportPlugin } from './export/plugin';
import { failuresPlugin } from './failures/plugin';
import { panelPlugin } from './panel/plugin';
import { redactionBadgePlugin, redactionPlugin } from './redaction/plugin';
import { reviewPlugin } from './review/plugin';

/** The plugins, each after those it builds on. */
const plugins: JupyterFrontEndPlugin<unknown>[] = [
  entryPlugin,
  redactionPlugin,
  composePlugin,
  panelPlugin,
  redactionBadgePlugin,
  capturePlugin,
  failuresPlugin,
  exportPlugin,
  reviewPlugin
];

export default plugins;

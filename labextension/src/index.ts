import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { capturePlugin } from './capture/plugin';
import { entryPlugin } from './entry/plugin';
import { exportPlugin } from './export/plugin';
import { failuresPlugin } from './failures/plugin';
import { redactionBadgePlugin, redactionPlugin } from './redaction/plugin';
import { reviewPlugin } from './review/plugin';
import { templatesPlugin } from './templates/plugin';

/** The plugins, each after those it builds on. */
const plugins: JupyterFrontEndPlugin<unknown>[] = [
  entryPlugin,
  redactionPlugin,
  templatesPlugin,
  redactionBadgePlugin,
  capturePlugin,
  failuresPlugin,
  exportPlugin,
  reviewPlugin
];

export default plugins;

import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { capturePlugin } from './capture/plugin';
import { entryPlugin } from './entry/plugin';
import { exportPlugin } from './export/plugin';
import { reviewPlugin } from './review/plugin';
import { templatesPlugin } from './templates/plugin';

/** The plugins, each after those it builds on. */
const plugins: JupyterFrontEndPlugin<unknown>[] = [
  entryPlugin,
  templatesPlugin,
  capturePlugin,
  exportPlugin,
  reviewPlugin
];

export default plugins;

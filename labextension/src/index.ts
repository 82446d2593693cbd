import type { JupyterFrontEndPlugin } from '@jupyterlab/application';

/** The plugins, each after those it builds on. */
const plugins: JupyterFrontEndPlugin<unknown>[] = [];

export default plugins;

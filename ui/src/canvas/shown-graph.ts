import { LGraph } from 'litegraph.js';

/** litegraph's graph, which shows and never runs: the order of execution, sought anew at each link, is left out. */
export class ShownGraph extends LGraph {
  override updateExecutionOrder(): void {
    // the server runs graphs
  }
}

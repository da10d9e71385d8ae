/** What the graph is painted on: the canvas of the page, or one that is not shown. */
export type Paper = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

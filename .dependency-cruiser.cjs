/** The import rules of the house: who may know whom. Each rule's comment says why. */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { pathNot: allowed },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', comment: 'a cycle has no top', severity: 'error', from: {}, to: { circular: true, dependencyTypesNot: ['type-only'] } },
    only('engine', '^graph-server/engine/', ['^graph-server/engine/', '^(node:)?crypto$'], 'the engine runs graphs and knows nothing else'),
    {
      name: 'server-without-nodes-or-method',
      comment: 'packs come in at run time, by path',
      severity: 'error',
      from: { path: '^graph-server/', pathNot: '^graph-server/cli/' },
      to: { path: '^(nodes|method)/' },
    },
    { name: 'cli-without-nodes', comment: 'packs come in at run time, by path', severity: 'error', from: { path: '^graph-server/cli/' }, to: { path: '^nodes/' } },
    { name: 'server-and-ui', comment: 'only the pure model is shared', severity: 'error', from: { path: '^graph-server/' }, to: { path: '^ui/', pathNot: '^ui/src/model/' } },
    { name: 'sharp-in-two-places', comment: 'pictures are decoded in one place a side', severity: 'error', from: { path: '^(graph-server|nodes|method|ui)/', pathNot: '^(graph-server/pictures|method/image)/' }, to: { path: 'node_modules/sharp/' } },
    { name: 'onnxruntime-in-runtime', comment: 'one folder knows the runtime', severity: 'error', from: { pathNot: '^method/runtime/' }, to: { path: 'node_modules/onnxruntime-node/' } },
    only('nodes', '^nodes/([^/]+)/', ['^method/', '^nodes/sockets\\.ts$', '^nodes/$1/', '^graph-server/engine/(define-node|sockets)\\.ts$', '^(node:)?(path|fs|fs/promises|crypto)$'], 'a pack is glue between the engine and the method'),
    only('sockets', '^nodes/sockets\\.ts$', ['^method/', '^graph-server/engine/(define-node|sockets)\\.ts$'], 'what travels along links'),
    only('tensor', '^method/tensor/', ['^method/tensor/'], 'numbers know nothing'),
    only('checkpoint', '^method/checkpoint/', ['^method/(tensor|checkpoint)/', '^(node:)?(fs|fs/promises|path|zlib|crypto|os|buffer)$'], 'files in, tensors out'),
    only('onnx', '^method/onnx/', ['^method/(onnx|tensor)/', '^method/checkpoint/', 'node_modules/(onnx-buf|@bufbuild)/', '^(node:)?path$'], 'it writes graphs, it does not run them'),
    only('sampling', '^method/sampling/', ['^method/(tensor|sampling)/'], 'a sampler is a function over a denoiser'),
    only('clip-and-diffusion', '^method/(clip|diffusion)/', ['^method/(clip|diffusion|tensor|sampling|onnx|checkpoint)/', '^(node:)?(path|fs|fs/promises)$'], 'architectures do not know who runs them'),
    only('elite', '^method/elite/', ['^method/(elite|clip|diffusion|tensor|sampling|onnx|checkpoint)/', '^(node:)?(path|fs|fs/promises|crypto)$'], 'the method does not know who runs it'),
    only('image', '^method/image/', ['^method/(image|tensor)/', 'node_modules/sharp/', '^(node:)?(path|fs|fs/promises)$'], 'pictures in, tensors out'),
    only('runtime', '^method/runtime/', ['^method/(runtime|onnx|tensor)/', 'node_modules/onnxruntime', '^(node:)?(os|path)$'], 'the runtime runs what it is given'),
    { name: 'ui-own-layers', comment: 'the editor speaks the protocol, not the server', severity: 'error', from: { path: '^ui/src/' }, to: { path: '^(graph-server|nodes|method)/', pathNot: '^graph-server/engine/object-info\\.ts$' } },
    { name: 'litegraph-in-canvas', comment: 'one adapter', severity: 'error', from: { path: '^ui/src/', pathNot: '^ui/src/canvas/' }, to: { path: 'litegraph' } },
    { name: 'nothing-imports-tests', comment: 'test and bench look at the house from outside', severity: 'error', from: { path: '^(graph-server|nodes|method|ui|bin)/' }, to: { path: '^(test|bench)/' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};

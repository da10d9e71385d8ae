type Command = (args: string[]) => Promise<number>;

/** Each command is loaded when it is asked for, so that `--help` is quick. */
const COMMANDS: Readonly<
  Record<string, { readonly summary: string; readonly load: () => Promise<Command> }>
> = {
  serve: {
    summary:
      'serve the editor and the API   [--port N] [--data DIR] [--listen ADDRESS] [--bundle NAME]\n' +
      '            [--front-end-root DIR] [--config FILE] [--cache-classic | --cache-lru N | --cache-ram GB | --cache-none]\n' +
      '            [--threads N] [--model-memory GB] [--provider cpu|cuda|dml|coreml|webgpu]\n' +
      '            [--allowed-host HOST] [--allowed-origin ORIGIN]',
    load: async () => (await import('./serve.ts')).serve,
  },
  run: {
    summary:
      'run a workflow   FILE [--input NODE=PATH] [--set NODE.INPUT=VALUE] [--out DIR] [--server URL] [--json]\n' +
      '            [--threads N] [--model-memory GB] [--provider NAME]',
    load: async () => (await import('./run.ts')).run,
  },
  validate: {
    summary: 'check a workflow   FILE [--bundle NAME]',
    load: async () => (await import('./validate.ts')).validate,
  },
  convert: {
    summary:
      'turn a workflow into an API prompt or back   FILE|PICTURE [--to prompt|workflow] [--out FILE] [--server URL]',
    load: async () => (await import('./convert.ts')).convert,
  },
  models: {
    summary:
      'the models   [list] | add NAME --sd FILE|DIR --clip DIR --global FILE --local FILE [--variant fp16] [--copy]\n' +
      '            | verify [NAME] [--json] | remove NAME [--yes] | get [NAME --accept-licence] [--from URL] [--json]',
    load: async () => (await import('./models.ts')).models,
  },
  eval: {
    summary:
      'evaluate on a data set   DATASET [--out DIR] [--rows A,B] [--sweep 0,0.6|none] [--sweep-subset 10x10x5] [--subset 4x5x1]\n' +
      '            [--steps N | --preset P] [--guidance S] [--batch N] [--photos N] [--copies none|full|all] [--text JUDGE] [--picture JUDGE]\n' +
      '            [--lambda L] [--seeds 0,1] [--bundle NAME] [--precision int8] [--baseline DIR] [--json]\n' +
      '            [--threads N] [--model-memory GB] [--provider NAME]; or compare RUN RUN; or baseline RUN --to DIR --why TEXT',
    load: async () => (await import('./eval.ts')).evalCommand,
  },
};

/** The `elite-graph` command; answers the exit code: 0 done, 1 failed, 2 a command line that makes no sense. */
export async function main(args: readonly string[]): Promise<number> {
  const [name = '--help', ...rest] = args;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (['--help', '-h', 'help'].includes(name)) {
    console.log(help());
    return 0;
  }
  if (!command) {
    console.error(
      `elite-graph ${name}: expected one of ${Object.keys(COMMANDS).join(', ')}, got another command`,
    );
    return 2;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    console.log(`elite-graph ${name}: ${command.summary}`);
    return 0;
  }
  try {
    return await (
      await command.load()
    )(rest);
  } catch (error) {
    console.error(error instanceof Error ? sentenceOf(error, name) : String(error));
    return exitCodeOf(error);
  }
}

function help(): string {
  const lines = Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(9)} ${summary}`);
  return `elite-graph COMMAND …\n\n${lines.join('\n')}`;
}

/** Node's parser of flags says neither which command it read nor where its flags are told. */
function sentenceOf(error: Error, name: string): string {
  if (!isParseError(error)) return error.message;
  const [fault = ''] = error.message.split('. To specify');
  return `elite-graph ${name}: ${fault} (elite-graph ${name} --help lists what it takes)`;
}

function isParseError(error: Error): boolean {
  return 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

/** What a program that started this one is told: a fault of the command line, or what the error says of itself. */
function exitCodeOf(error: unknown): number {
  if (!(error instanceof Error)) return 1;
  if ('exitCode' in error && typeof error.exitCode === 'number') return error.exitCode;
  return isParseError(error) ? 2 : 1;
}

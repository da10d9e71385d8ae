#!/usr/bin/env node
// The launcher of the `elite-graph` command: runs the source with tsx, here and in every child process.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { graphTexts } from '../model/picture-text.ts';
import { isJsonObject, parseJson, type Json } from '../model/json.ts';
import { LOOSE } from '../net/files-client.ts';
import { fetchDetail, type JobDetail } from '../net/jobs-client.ts';

/** What a result was made of: that of a job from the server, that of a file without one from the picture itself. */
export async function detailOf(id: string): Promise<JobDetail | undefined> {
  return id.startsWith(LOOSE) ? carriedBy(id) : fetchDetail(id);
}

async function carriedBy(id: string): Promise<JobDetail> {
  const response = await fetch(id.slice(LOOSE.length));
  const graphs = graphTexts(new Uint8Array(await response.arrayBuffer())).map(parsed);
  return {
    id,
    files: [],
    prompt: graphs.find((graph) => !isWorkflow(graph)) ?? null,
    workflow: graphs.find(isWorkflow),
  };
}

function isWorkflow(graph: Json): boolean {
  return isJsonObject(graph) && Array.isArray(graph['nodes']);
}

/** What is no JSON says nothing. */
function parsed(text: string): Json {
  try {
    return parseJson(text, 'picture');
  } catch {
    return null;
  }
}

import { NoConnection } from './problem';

/** Waits for what goes over the network: what `fetch` throws there is no mistake of the page, but means that nothing was reached. */
export async function reach<Answer>(asking: Promise<Answer>): Promise<Answer> {
  try {
    return await asking;
  } catch (error) {
    throw error instanceof TypeError ? new NoConnection(error) : error;
  }
}

/** Asks and reads the whole answer, so that a connection that breaks off on the way is told as that too. */
export async function reachWhole(request: Request): Promise<Response> {
  const response = await reach(fetch(request));
  const body = await reach(response.arrayBuffer());
  const { status, statusText, headers } = response;
  return new Response(body.byteLength === 0 ? null : body, { status, statusText, headers });
}

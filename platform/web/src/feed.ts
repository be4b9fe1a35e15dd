import type { Frame, LinkState } from "./model.ts";

export interface FeedListener {
  /** Paints a frame; the server hears of it when the promise settles. */
  frame(frame: Frame): Promise<void>;
  /** The link changed; `since` is when it did. */
  link(state: LinkState, since: Date): void;
  /** Cockpits or plugins may have changed; the server has more to say than frames can. */
  structure(): void;
}

const FIRST_DELAY = 500;
const LONGEST_DELAY = 30_000;

/** How long to wait before the next attempt: doubling, with jitter so that viewers do not return in step. */
export function backoff(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** Math.min(attempt, 10));
  return ceiling / 2 + (random() * ceiling) / 2;
}

/** The text of a message: as it is, or gzip of one JSON text. */
export async function decode(data: string | ArrayBuffer): Promise<string> {
  if (typeof data === "string") {
    return data;
  }
  const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).text();
}

/**
 * One WebSocket that brings the frames of every tile on the page. It comes back by itself; the server then sends the
 * first frames again.
 */
export class Feed {
  readonly #url: string;
  readonly #listener: FeedListener;
  #socket: WebSocket | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #watch: ReturnType<typeof setTimeout> | undefined;
  #attempt = 0;
  #closed = false;
  #silence = 0;
  #queue: Promise<void> = Promise.resolve();

  /** @param path path or address of the endpoint, with its ticket */
  constructor(path: string, listener: FeedListener) {
    const url = new URL(path, location.href);
    url.protocol = url.protocol === "https:" || url.protocol === "wss:" ? "wss:" : "ws:";
    this.#url = url.href;
    this.#listener = listener;
    globalThis.addEventListener?.("online", this.#now);
    this.#connect();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#watch);
    globalThis.removeEventListener?.("online", this.#now);
    this.#socket?.close(1000);
    this.#socket = null;
  }

  #now = (): void => {
    if (!this.#closed && this.#socket === null) {
      clearTimeout(this.#timer);
      this.#connect();
    }
  };

  #connect(): void {
    this.#listener.link("connecting", new Date());
    let socket: WebSocket;
    try {
      socket = new WebSocket(this.#url);
    } catch {
      this.#lost();
      return;
    }
    this.#socket = socket;
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      this.#heard();
      this.#listener.link("live", new Date());
    };
    socket.onmessage = (event: MessageEvent<string | ArrayBuffer>) => {
      this.#heard();
      // in order, whatever a frame takes to unpack
      this.#queue = this.#queue.then(() => this.#receive(socket, event.data)).catch(() => {});
    };
    socket.onclose = () => {
      if (this.#socket === socket) {
        this.#lost();
      }
    };
  }

  #lost(): void {
    this.#socket = null;
    clearTimeout(this.#watch);
    if (this.#closed) {
      return;
    }
    this.#listener.link("lost", new Date());
    this.#timer = setTimeout(() => this.#connect(), backoff(this.#attempt++));
  }

  /** A half-open connection says nothing at all: after a silence that the server's pings rule out, start anew. */
  #heard(): void {
    clearTimeout(this.#watch);
    if (this.#silence > 0) {
      this.#watch = setTimeout(() => {
        const socket = this.#socket;
        if (socket) {
          socket.onclose = null;
          socket.close();
          this.#lost();
        }
      }, this.#silence);
    }
  }

  async #receive(socket: WebSocket, data: string | ArrayBuffer): Promise<void> {
    const message: unknown = JSON.parse(await decode(data));
    if (typeof message !== "object" || message === null || this.#closed) {
      return;
    }
    if ("ping" in message) {
      this.#send(socket, { pong: message.ping });
      return;
    }
    if ("hello" in message) {
      const hello = message.hello as { pingSeconds?: unknown } | null;
      const seconds = typeof hello === "object" ? Number(hello?.pingSeconds) : 0;
      this.#silence = seconds > 0 ? seconds * 2500 : 0;
      this.#heard();
      return;
    }
    if ("structure" in message) {
      this.#listener.structure();
      return;
    }
    if ("tile" in message && "seq" in message) {
      // a link that brings frames is a good one; one that only opens is not yet
      this.#attempt = 0;
      const frame = message as Frame;
      // painting waits for its turn on the screen, reading goes on
      void this.#listener
        .frame(frame)
        .catch(() => {})
        .then(() => this.#send(socket, { ack: frame.seq }));
    }
  }

  #send(socket: WebSocket, message: object): void {
    if (socket.readyState === WebSocket.OPEN) {
      socket.send(JSON.stringify(message));
    }
  }
}

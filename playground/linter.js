// The linter, which runs in a worker: a worker that gives no answer is replaced.

const PATIENCE = 5000; // milliseconds, after it has loaded

export class NoAnswer extends Error {}
export class Refused extends Error {}

/** Runs the methods of `ims_lint.json_api` in a worker. */
export class Linter {
  #worker;
  #waiting = new Map(); // the questions without an answer
  #asked = 0;

  /** `onProgress` gets the share that is loaded, from 0 to 1, and null at the end; `onFailure` gets why loading failed. */
  constructor(onProgress, onFailure) {
    this.onProgress = onProgress;
    this.onFailure = onFailure;
    this.#start();
  }

  /** Call a method. Throws Refused if it returns an error, and NoAnswer if the worker had to be replaced. */
  async call(method, params = {}) {
    await this.ready;
    const id = ++this.#asked;
    const answer = await new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#replace("gave no answer for 5 seconds"), PATIENCE);
      this.#waiting.set(id, { resolve, reject, timer });
      this.#worker.postMessage({ id, request: JSON.stringify({ method, params }) });
    });
    const { result, error } = JSON.parse(answer);
    if (error !== undefined) throw new Refused(error);
    return result;
  }

  #start() {
    // Only a worker from a blob has the content-security policy of this page: any other has that of its own response.
    const address = JSON.stringify(new URL("worker.js", import.meta.url).href);
    const script = `import(${address}).catch((error) => postMessage({ failure: String(error) }));`;
    const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    const worker = (this.#worker = new Worker(url, { type: "module" }));
    const fail = (reason) => {
      worker.terminate();
      this.onFailure(reason);
    };
    this.ready = new Promise((resolve) => {
      worker.onmessage = ({ data }) => {
        if (data.ready) resolve(this.onProgress(null));
        else if (data.loaded !== undefined) this.onProgress(data.loaded / TOTAL);
        else if (data.failure !== undefined && data.id === undefined) fail(data.failure);
        else if (data.failure !== undefined) this.#replace("failed");
        else this.#answer(data.id)?.resolve(data.answer);
      };
      worker.onerror = (event) => fail(event.message ?? "the worker did not start");
    });
  }

  #answer(id) {
    const question = this.#waiting.get(id);
    clearTimeout(question?.timer);
    this.#waiting.delete(id);
    return question;
  }

  #replace(why) {
    this.#worker.terminate();
    this.#start();
    for (const id of [...this.#waiting.keys()]) {
      this.#answer(id).reject(new NoAnswer(`The linter ${why} and was restarted. Change the text to check it again.`));
    }
  }
}

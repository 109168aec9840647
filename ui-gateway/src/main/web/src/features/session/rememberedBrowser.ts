const KEY_TYPE = { name: "ECDSA", namedCurve: "P-256" } as const;
const SIGNATURE = { name: "ECDSA", hash: "SHA-256" } as const;

/** The key by which this browser can come back after a restart. It cannot be read out, only used. */
export interface RememberedBrowser {
  browserId: string;
  privateKey: CryptoKey;
}

export async function makeKey(): Promise<{ publicKey: Uint8Array<ArrayBuffer>; privateKey: CryptoKey }> {
  const pair = await crypto.subtle.generateKey(KEY_TYPE, false, ["sign", "verify"]);
  const point = await crypto.subtle.exportKey("raw", pair.publicKey);
  return { publicKey: new Uint8Array(point), privateKey: pair.privateKey };
}

/** Signs what AnswerChallenge asks for: a fixed prefix, the browser's id and the nonce. */
export async function answer(browser: RememberedBrowser, nonce: Uint8Array): Promise<Uint8Array> {
  const prefix = new TextEncoder().encode(`pmm/browser/1\n${browser.browserId}\n`);
  const message = new Uint8Array(prefix.length + nonce.length);
  message.set(prefix);
  message.set(nonce, prefix.length);
  return new Uint8Array(await crypto.subtle.sign(SIGNATURE, browser.privateKey, message));
}

export async function remembered(): Promise<RememberedBrowser | undefined> {
  try {
    return await inStore<RememberedBrowser | undefined>("readonly", (store) => store.get("this"));
  } catch {
    return undefined;
  }
}

export async function remember(browser: RememberedBrowser): Promise<void> {
  await inStore("readwrite", (store) => store.put(browser, "this"));
}

export async function forget(): Promise<void> {
  await inStore("readwrite", (store) => store.delete("this"));
}

function inStore<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("pmm", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("browser");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const request = act(opening.result.transaction("browser", mode).objectStore("browser"));
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        resolve(request.result);
        opening.result.close();
      };
    };
  });
}

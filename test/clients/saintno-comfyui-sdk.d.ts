/** What the tests use of a package whose own types are not found through its `exports`. */
declare module '@saintno/comfyui-sdk' {
  export interface ImageInfo {
    filename: string;
    subfolder: string;
    type: string;
  }
  export interface Entry {
    outputs: Record<string, { images?: ImageInfo[] }>;
    status: { status_str: string; completed: boolean; messages: [string, Record<string, unknown>][] };
  }
  export class ComfyApi extends EventTarget {
    constructor(host: string, clientId?: string);
    readonly availableFeatures: Record<string, boolean>;
    init(): this;
    waitForReady(): Promise<this>;
    reconnectWs(triggerEvent?: boolean): Promise<void>;
    destroy(): void;
    on(type: string, callback: (event: { detail: unknown }) => void): () => void;
    uploadImage(bytes: Uint8Array, name: string): Promise<{ info: ImageInfo; url: string } | false>;
    uploadMask(bytes: Uint8Array, of: ImageInfo): Promise<{ info: ImageInfo; url: string } | false>;
    getImage(image: ImageInfo): Promise<Blob>;
    interrupt(): Promise<void>;
    freeMemory(unloadModels: boolean, freeMemory: boolean): Promise<boolean>;
    getHistory(id: string): Promise<Entry | undefined>;
    getHistories(maxItems?: number): Promise<Record<string, Entry>>;
    getQueue(): Promise<{ queue_running: unknown[]; queue_pending: unknown[] }>;
    getNodeDefs(name?: string): Promise<Record<string, { name: string }> | null>;
    getSystemStats(): Promise<{ devices: { name: string }[] }>;
    getTerminalLogs(): Promise<{ entries: { t: string; m: string }[] }>;
    getModelFolders(): Promise<{ name: string; folders: string[] }[]>;
    getWorkflowTemplates(): Promise<Record<string, string[]>>;
    storeSetting(id: string, value: unknown): Promise<void>;
    getSetting(id: string): Promise<unknown>;
    storeUserData(file: string, data: unknown): Promise<Response>;
    moveUserData(source: string, target: string): Promise<Response>;
    listUserData(folder: string, recurse?: boolean): Promise<string[]>;
    clearHistory(options: { delete?: string[] }): Promise<void>;
  }
  export class PromptBuilder {
    constructor(prompt: object, inputs: string[], outputs: string[]);
    setInputNode(name: string, key: string): this;
    setOutputNode(name: string, key: string): this;
    input(name: string, value: string | number): this;
  }
  export class CallWrapper {
    constructor(client: ComfyApi, prompt: PromptBuilder);
    onPreview(listener: (picture: Blob, id?: string) => void): this;
    onPending(listener: (id?: string) => void): this;
    onProgress(listener: (progress: { value: number; max: number }) => void): this;
    onFailed(listener: (error: Error, id?: string) => void): this;
    run(): Promise<Record<string, { images: ImageInfo[] }> | false | undefined>;
  }
}

// Front ends that load packs' scripts import this file: it tells them that the pack is there.
console.info('film-grain: three nodes under the category film');

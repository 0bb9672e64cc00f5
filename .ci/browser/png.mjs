// As much of PNG (RFC 2083) as screenshots have and references need: eight bits, not interlaced.

import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Bytes of a pixel, by the colour type. */
const CHANNELS = { 0: 1, 2: 3, 6: 4 };

/** The pixels of a picture, row after row, `channels` bytes each. */
export function decode(file) {
  const data = [];
  let width, height, channels;
  for (let place = SIGNATURE.length; place < file.length; ) {
    const length = file.readUInt32BE(place);
    const type = file.toString('latin1', place + 4, place + 8);
    const content = file.subarray(place + 8, place + 8 + length);
    if (type === 'IHDR') {
      [width, height, channels] = [content.readUInt32BE(0), content.readUInt32BE(4), CHANNELS[content[9]]];
    } else if (type === 'IDAT') {
      data.push(content);
    }
    place += length + 12;
  }
  const lines = inflateSync(Buffer.concat(data));
  const stride = width * channels;
  const pixels = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = lines[y * (stride + 1)];
    const line = lines.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1));
    const at = y * stride;
    for (let x = 0; x < stride; x++) {
      const left = x >= channels ? pixels[at + x - channels] : 0;
      const above = y > 0 ? pixels[at + x - stride] : 0;
      const corner = x >= channels && y > 0 ? pixels[at + x - stride - channels] : 0;
      pixels[at + x] = line[x] + predicted(filter, left, above, corner);
    }
  }
  return { width, height, channels, pixels };
}

function predicted(filter, left, above, corner) {
  switch (filter) {
    case 0: return 0;
    case 1: return left;
    case 2: return above;
    case 3: return (left + above) >> 1;
    default: {
      const guess = left + above - corner;
      const [toLeft, toAbove, toCorner] = [Math.abs(guess - left), Math.abs(guess - above), Math.abs(guess - corner)];
      return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
    }
  }
}

/** A picture in greys, one byte a pixel. */
export function encode({ width, height, pixels }) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  // Each row is written as what it differs by from the one above.
  const lines = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) {
    lines[y * (width + 1)] = 2;
    for (let x = 0; x < width; x++) {
      lines[y * (width + 1) + 1 + x] = pixels[y * width + x] - (y > 0 ? pixels[(y - 1) * width + x] : 0);
    }
  }
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', deflateSync(lines, { level: 9 })), chunk('IEND')]);
}

function chunk(type, content = Buffer.alloc(0)) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

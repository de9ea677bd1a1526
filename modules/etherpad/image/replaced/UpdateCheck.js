'use strict';

// In the place of Etherpad's own file of this name, which asks its makers.
// Updates come with the image.
const settings = require('./Settings');

exports.getLatestVersion = () => settings.getEpVersion();
exports.needsUpdate = (told) => told && told(false);
exports.check = () => {};

// SPDX-License-Identifier: MIT
#pragma once

#include "config/config.hpp"
#include "config/kind.hpp"
#include "config/settings.hpp"

#include <vector>

namespace exwm_vr::config {

/// The bindings that make a session usable without Emacs and without a file.
[[nodiscard]] std::vector<Binding> default_bindings();

/// The key `default_bindings`, which comes before the key `bindings`.
[[nodiscard]] Key<Config> default_bindings_key();

/// The key `bindings` of the file, a mapping of key chords to actions that is laid over
/// default_bindings() unless `default_bindings` is false; the action `none` takes a binding away.
[[nodiscard]] Key<Config> bindings_key();

} // namespace exwm_vr::config

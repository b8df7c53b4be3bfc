// SPDX-License-Identifier: MIT
// Outputs, virtual and real.
#include "ipc/describe.hpp"
#include "ipc/handlers/handlers.hpp"

#include <algorithm>
#include <array>

namespace exwm_vr::ipc::handlers {
namespace {

constexpr std::int64_t max_mode_side = 16'384;      // px
constexpr std::int64_t max_position = 1'000'000;    // logical px
constexpr std::int64_t max_refresh_mhz = 1'000'000; // mHz

Result<Plist> list(Call& call) {
    const wm::Model& model = call.desktop.model();
    std::vector<Value> entries;
    for (const Output& output : call.desktop.outputs()) {
        Plist entry = output_plist(output);
        const int shown = model.shown_workspace(output.id);
        entry.set("workspace", shown < 0 ? Value() : Value(shown))
            .set("focused", model.focused_output() == output.id);
        entries.push_back(entry.take());
    }
    return Plist().set("outputs", List{std::move(entries)});
}

/// What the desktop knows of an output now, as the reply to what changed it.
Plist now(const Call& call, OutputId id) {
    const auto outputs = call.desktop.outputs();
    const auto output = std::ranges::find(outputs, id, &Output::id);
    return output == outputs.end() ? Plist().set("output-id", id.value) : output_plist(*output);
}

Result<Plist> add(Call& call) {
    const auto text = call.request.text("spec");
    if (!text) {
        return std::unexpected(text.error());
    }
    const auto spec = config::parse_output_spec(*text);
    if (!spec) {
        return fail("invalid :spec ({})", spec.error().message);
    }
    const auto added = call.desktop.add_output(*spec);
    if (!added) {
        return std::unexpected(added.error());
    }
    return now(call, *added);
}

Result<Plist> remove(Call& call) {
    const auto output = find_output(call);
    if (!output) {
        return std::unexpected(output.error());
    }
    if (const auto removed = call.desktop.remove_output(output->id); !removed) {
        return std::unexpected(removed.error());
    }
    Plist plist;
    plist.set("output-id", output->id.value).set("name", output->name);
    return plist;
}

/// Two integers that only make sense together.
struct Pair {
    int first = 0;
    int second = 0;
};

Result<std::optional<Pair>> read_pair(
    const Fields& fields,
    std::string_view first_key,
    std::string_view second_key,
    std::int64_t min,
    std::int64_t max
) {
    const auto first = fields.integer_if(first_key, min, max);
    if (!first) {
        return std::unexpected(first.error());
    }
    const auto second = fields.integer_if(second_key, min, max);
    if (!second) {
        return std::unexpected(second.error());
    }
    if (!*first && !*second) {
        return std::nullopt;
    }
    if (!*first || !*second) {
        return fail("missing :{}", *first ? second_key : first_key);
    }
    return Pair{static_cast<int>(**first), static_cast<int>(**second)};
}

/// `:spec`, and single fields that count more than it does.
Result<config::OutputSettings> read_settings(const Fields& fields) {
    config::OutputSettings settings;
    const auto text = fields.text_if("spec");
    if (!text) {
        return std::unexpected(text.error());
    }
    if (*text) {
        const auto spec = config::parse_output_spec(**text);
        if (!spec) {
            return fail("invalid :spec ({})", spec.error().message);
        }
        if (!spec->name.empty()) {
            return fail("invalid :spec (an output cannot be renamed)");
        }
        settings = spec->settings;
    }
    const auto size = read_pair(fields, "w", "h", 1, max_mode_side);
    if (!size) {
        return std::unexpected(size.error());
    }
    if (*size) {
        settings.mode = Size{(*size)->first, (*size)->second};
    }
    const auto refresh = fields.integer_if("refresh-mhz", 1000, max_refresh_mhz);
    if (!refresh) {
        return std::unexpected(refresh.error());
    }
    if (*refresh) {
        settings.refresh_mhz = static_cast<int>(**refresh);
    }
    const auto scale = fields.number_if("scale", 0.25, 8);
    if (!scale) {
        return std::unexpected(scale.error());
    }
    if (*scale) {
        settings.scale = *scale;
    }
    const auto transform = fields.text_if("transform");
    if (!transform) {
        return std::unexpected(transform.error());
    }
    if (*transform) {
        settings.transform = config::transform_from_string(**transform);
        if (!settings.transform) {
            return fail(
                "invalid :transform (normal, 90, 180, 270, flipped, flipped-90, "
                "flipped-180 or flipped-270 expected)"
            );
        }
    }
    const auto position = read_pair(fields, "x", "y", -max_position, max_position);
    if (!position) {
        return std::unexpected(position.error());
    }
    if (*position) {
        settings.position = Point{(*position)->first, (*position)->second};
    }
    const auto sync = fields.text_if("adaptive-sync");
    if (!sync) {
        return std::unexpected(sync.error());
    }
    if (*sync) {
        settings.adaptive_sync = config::adaptive_sync_from_string(**sync);
        if (!settings.adaptive_sync) {
            return fail("invalid :adaptive-sync (off, on or content expected)");
        }
    }
    const auto tearing = fields.flag_if("tearing");
    if (!tearing) {
        return std::unexpected(tearing.error());
    }
    settings.tearing = *tearing;
    const auto enabled = fields.flag_if("enabled");
    if (!enabled) {
        return std::unexpected(enabled.error());
    }
    if (*enabled) {
        settings.enabled = *enabled;
    }
    return settings;
}

Result<Plist> set(Call& call) {
    const auto output = find_output(call);
    if (!output) {
        return std::unexpected(output.error());
    }
    const auto settings = read_settings(call.request);
    if (!settings) {
        return std::unexpected(settings.error());
    }
    if (const auto done = call.desktop.set_output(output->id, *settings); !done) {
        return std::unexpected(done.error());
    }
    return now(call, output->id);
}

constexpr std::array table{
    Handler{"output-list", list},
    Handler{"output-add", add},
    Handler{"output-remove", remove},
    Handler{"output-set", set},
};

} // namespace

std::span<const Handler> outputs() {
    return table;
}

} // namespace exwm_vr::ipc::handlers

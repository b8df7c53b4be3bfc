// SPDX-License-Identifier: MIT
// EWWM v1's messages about virtual outputs. Version 2 has the fuller output-* ones.
#include "base/format.hpp"
#include "ipc/handlers/handlers.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace exwm_vr::ipc::handlers {
namespace {

constexpr int max_width = 7680;
constexpr int max_height = 4320;
constexpr Size default_size{1920, 1080};

std::string to_string(Size size) {
    return formatted("{}x{}", size.width, size.height);
}

std::optional<Size> parse_size(std::string_view text) {
    Size size;
    const char* const begin = text.data();
    const char* const end = begin + text.size();
    const auto width = std::from_chars(begin, end, size.width);
    if (width.ec != std::errc{} || width.ptr == end || *width.ptr != 'x') {
        return std::nullopt;
    }
    const auto height = std::from_chars(width.ptr + 1, end, size.height);
    if (height.ec != std::errc{} || height.ptr != end) {
        return std::nullopt;
    }
    return size;
}

/// `:resolution "WxH"`, or `:w` and `:h`.
Result<std::optional<Size>> read_size(const Call& call) {
    const auto text = call.request.text_if("resolution");
    if (!text) {
        return std::unexpected(text.error());
    }
    if (*text) {
        const auto size = parse_size(**text);
        if (!size || size->empty() || size->width > max_width || size->height > max_height) {
            return fail("invalid :resolution (1x1 to {}x{} expected)", max_width, max_height);
        }
        return size;
    }
    const auto width = call.request.integer_if("w", 1, max_width);
    if (!width) {
        return std::unexpected(width.error());
    }
    const auto height = call.request.integer_if("h", 1, max_height);
    if (!height) {
        return std::unexpected(height.error());
    }
    if (!*width && !*height) {
        return std::nullopt;
    }
    if (!*width || !*height) {
        return fail("missing :{}", *width ? "h" : "w");
    }
    return Size{static_cast<int>(**width), static_cast<int>(**height)};
}

std::vector<Output> virtual_outputs(const Call& call) {
    auto outputs = call.desktop.outputs();
    std::erase_if(outputs, [](const Output& output) { return !output.is_virtual; });
    return outputs;
}

Result<Plist> status(Call& call) {
    const auto outputs = call.desktop.outputs();
    const auto surfaces = call.desktop.surfaces();
    Plist plist;
    plist.set("headless", call.desktop.headless())
        .set("outputs", outputs.size())
        .set("resolution", to_string(outputs.empty() ? Size{} : outputs.front().mode))
        .set("surfaces", surfaces.size())
        .set("ipc-clients", call.moment.clients);
    return plist;
}

Result<Plist> add(Call& call) {
    const auto size = read_size(call);
    if (!size) {
        return std::unexpected(size.error());
    }
    config::OutputSpec spec;
    spec.settings.mode = size->value_or(default_size);
    const auto added = call.desktop.add_output(spec);
    if (!added) {
        return std::unexpected(added.error());
    }
    const auto outputs = call.desktop.outputs();
    const auto output = std::ranges::find(outputs, *added, &Output::id);
    Plist plist;
    plist.set("output-index", output - outputs.begin())
        .set("outputs", outputs.size())
        .set("output-id", added->value);
    if (output != outputs.end()) {
        plist.set("name", output->name);
    }
    return plist;
}

/// The output that the request names, else what @p pick takes of the virtual ones. The `:id`
/// that v1's Emacs means for the output is lost: its request number takes the place.
template <typename Pick>
Result<Output> virtual_output(const Call& call, Pick pick) {
    auto output = find_output_if(call);
    if (!output) {
        return std::unexpected(output.error());
    }
    if (*output) {
        return std::move(**output);
    }
    auto outputs = virtual_outputs(call);
    if (outputs.empty()) {
        return fail("no virtual output");
    }
    return std::move(pick(outputs));
}

Result<Plist> remove(Call& call) {
    auto& desktop = call.desktop;
    const auto output =
        virtual_output(call, [](std::vector<Output>& all) -> Output& { return all.back(); });
    if (!output) {
        return std::unexpected(output.error());
    }
    const auto before = desktop.outputs();
    if (before.size() <= 1) {
        return fail("the last output cannot be removed");
    }
    const auto place = std::ranges::find(before, output->id, &Output::id);
    if (const auto removed = desktop.remove_output(output->id); !removed) {
        return std::unexpected(removed.error());
    }
    Plist plist;
    plist.set("removed-index", place - before.begin()).set("outputs", desktop.outputs().size());
    return plist;
}

Result<Plist> set_resolution(Call& call) {
    const auto size = read_size(call);
    if (!size) {
        return std::unexpected(size.error());
    }
    if (!*size) {
        return fail("missing :resolution");
    }
    const auto output =
        virtual_output(call, [](std::vector<Output>& all) -> Output& { return all.front(); });
    if (!output) {
        return std::unexpected(output.error());
    }
    config::OutputSettings settings;
    settings.mode = **size;
    if (const auto set = call.desktop.set_output(output->id, settings); !set) {
        return std::unexpected(set.error());
    }
    Plist plist;
    plist.set("resolution", to_string(**size)).set("name", output->name);
    return plist;
}

constexpr std::array table{
    Handler{"headless-status", status},
    Handler{"headless-add-output", add},
    Handler{"headless-remove-output", remove},
    Handler{"headless-set-resolution", set_resolution},
};

} // namespace

std::span<const Handler> headless() {
    return table;
}

} // namespace exwm_vr::ipc::handlers

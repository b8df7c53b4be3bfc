// SPDX-License-Identifier: MIT
#include "ipc/handlers/handlers.hpp"
#include "ipc/utf8.hpp"

#include <algorithm>
#include <limits>

namespace exwm_vr::ipc {

Result<Surface> find_surface(const Call& call) {
    const auto id = call.request.integer("surface-id", 0, std::numeric_limits<std::int64_t>::max());
    if (!id) {
        return std::unexpected(id.error());
    }
    auto surface = call.desktop.surface(WindowId{static_cast<std::uint64_t>(*id)});
    if (!surface) {
        return fail("unknown surface: {}", *id);
    }
    return std::move(*surface);
}

namespace {

constexpr std::int64_t max_output_id = std::numeric_limits<std::uint32_t>::max();

template <typename Matches>
Result<std::optional<Output>> search(const Call& call, std::string_view what, Matches matches) {
    auto outputs = call.desktop.outputs();
    const auto found = std::ranges::find_if(outputs, matches);
    if (found == outputs.end()) {
        return fail("unknown output: {}", utf8::clipped(what, 100));
    }
    return std::move(*found);
}

} // namespace

Result<std::optional<Output>> find_output_if(const Call& call) {
    const Value* either = call.request.find("output");
    const bool by_number = either != nullptr && either->get_if<std::int64_t>() != nullptr;
    const std::string_view id_key = by_number ? "output" : "output-id";
    const auto id = call.request.integer_if(id_key, 0, max_output_id);
    if (!id) {
        return std::unexpected(id.error());
    }
    if (*id) {
        const OutputId wanted{static_cast<std::uint32_t>(**id)};
        return search(call, std::to_string(**id), [&](const Output& o) { return o.id == wanted; });
    }
    const auto name = call.request.text_if(either != nullptr ? "output" : "name");
    if (!name) {
        return std::unexpected(name.error());
    }
    if (*name) {
        return search(call, **name, [&](const Output& o) { return o.name == **name; });
    }
    return std::nullopt;
}

Result<Output> find_output(const Call& call) {
    auto output = find_output_if(call);
    if (!output) {
        return std::unexpected(output.error());
    }
    if (!*output) {
        return fail("missing :output");
    }
    return std::move(**output);
}

} // namespace exwm_vr::ipc

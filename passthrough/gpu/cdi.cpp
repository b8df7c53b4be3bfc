// SPDX-License-Identifier: MIT
#include "passthrough/gpu/cdi.hpp"

#include "base/text.hpp"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>
#include <limits>

namespace exwm_vr::gpu {
namespace {

// A description of a machine with many GPUs has hundreds; one that has more is not believed.
constexpr std::size_t most_entries = 10'000;

/// What is wrong, and in which line.
struct Fault {
    std::string what;
    YAML::Mark mark;
};

YAML::Node child(const YAML::Node& of, const char* name) {
    return of.IsMap() ? of[name] : YAML::Node(YAML::NodeType::Undefined);
}

std::string text(const YAML::Node& of, const char* name, bool needed) {
    const auto node = child(of, name);
    if (!node || node.IsNull()) {
        if (needed) {
            throw Fault{.what = formatted("{} is missing", name), .mark = of.Mark()};
        }
        return "";
    }
    if (!node.IsScalar()) {
        throw Fault{.what = formatted("{} is not a text", name), .mark = node.Mark()};
    }
    return node.Scalar();
}

std::optional<unsigned> number(const YAML::Node& of, const char* name) {
    const auto value = text(of, name, false);
    if (value.empty()) {
        return std::nullopt;
    }
    unsigned long long read = 0;
    const auto done = std::from_chars(value.data(), value.data() + value.size(), read);
    if (done.ec != std::errc() || done.ptr != value.data() + value.size() ||
        read > std::numeric_limits<unsigned>::max()) {
        throw Fault{
            .what = formatted("{} is no device number: {}", name, in_quotes(value)),
            .mark = of.Mark()
        };
    }
    return static_cast<unsigned>(read);
}

/// Calls @p each for the items of the list @p name, if there is one.
template <typename Each>
void each_of(const YAML::Node& of, const char* name, std::size_t have, const Each& each) {
    const auto list = child(of, name);
    if (!list || list.IsNull()) {
        return;
    }
    if (!list.IsSequence()) {
        throw Fault{.what = formatted("{} is not a list", name), .mark = list.Mark()};
    }
    if (list.size() + have > most_entries) {
        throw Fault{
            .what = formatted("{} has more than {} entries", name, most_entries),
            .mark = list.Mark()
        };
    }
    for (const auto& item : list) {
        if (!item.IsMap()) {
            throw Fault{
                .what = formatted("an entry of {} is not a mapping", name), .mark = item.Mark()
            };
        }
        each(item);
    }
}

void read_edits(const YAML::Node& owner, CdiSpec& spec) {
    const auto edits = child(owner, "containerEdits");
    if (!edits || edits.IsNull()) {
        return;
    }
    if (!edits.IsMap()) {
        throw Fault{.what = "containerEdits is not a mapping", .mark = edits.Mark()};
    }
    each_of(edits, "deviceNodes", spec.nodes.size(), [&](const YAML::Node& node) {
        auto path = text(node, "hostPath", false);
        spec.nodes.push_back({
            .path = path.empty() ? text(node, "path", true) : std::move(path),
            .major = number(node, "major"),
            .minor = number(node, "minor"),
        });
    });
    each_of(edits, "mounts", spec.mounts.size(), [&](const YAML::Node& mount) {
        spec.mounts.push_back(text(mount, "hostPath", true));
    });
    each_of(edits, "hooks", spec.hooks.size(), [&](const YAML::Node& hook) {
        spec.hooks.push_back(text(hook, "path", true));
    });
}

CdiSpec read(const YAML::Node& root) {
    if (!root.IsMap()) {
        throw Fault{.what = "it is not a mapping", .mark = root.Mark()};
    }
    CdiSpec spec{.version = text(root, "cdiVersion", true), .kind = text(root, "kind", true)};
    read_edits(root, spec);
    each_of(root, "devices", 0, [&](const YAML::Node& device) {
        spec.devices.push_back(text(device, "name", true));
        read_edits(device, spec);
    });
    return spec;
}

} // namespace

Result<CdiSpec> read_cdi(std::string_view text, std::string_view file) {
    if (text.size() > longest_cdi) {
        return fail("{}: longer than {} bytes", file, longest_cdi);
    }
    if (!valid_utf8(text) || text.contains('\0')) {
        return fail("{}: it is not UTF-8 text", file);
    }
    try {
        return read(YAML::Load(std::string(text)));
    } catch (const Fault& fault) {
        return fail("{}:{}: {}", file, std::max(fault.mark.line, 0) + 1, fault.what);
    } catch (const YAML::Exception& error) {
        return fail("{}:{}: {}", file, std::max(error.mark.line, 0) + 1, error.msg);
    }
}

} // namespace exwm_vr::gpu

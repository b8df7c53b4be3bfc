// SPDX-License-Identifier: MIT
// protocols/ipc.md says what the server does: its examples are run, and nothing may be missing.
#include "support/paths.hpp"
#include "tests/unit/ipc/stage.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

using namespace exwm_vr;
using namespace exwm_vr::ipc;
using namespace exwm_vr::ipc::test;

namespace {

std::vector<std::string> description() {
    std::ifstream file(exwm_vr::test::source_path("protocols/ipc.md"));
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) {
        lines.push_back(line);
    }
    REQUIRE(lines.size() > 100);
    return lines;
}

/// The keys of a plist and, with a dot, those of the plists in it (of a list, of its first one).
void collect_keys(const Value& value, const std::string& prefix, std::vector<std::string>& keys) {
    const auto* list = value.get_if<List>();
    if (list == nullptr || list->items.empty()) {
        return;
    }
    if (list->items.front().get_if<List>() != nullptr) {
        collect_keys(list->items.front(), prefix, keys);
        return;
    }
    for (std::size_t i = 0; i + 1 < list->items.size(); i += 2) {
        const auto* key = list->items[i].get_if<Keyword>();
        if (key == nullptr) {
            return;
        }
        // Lists of keywords (names of messages) are no plists.
        const auto* inner = list->items[i + 1].get_if<List>();
        const bool names = key->name == "messages" || key->name == "events";
        keys.push_back(prefix + key->name);
        if (inner != nullptr && !names) {
            collect_keys(list->items[i + 1], prefix + key->name + ".", keys);
        }
    }
}

std::vector<std::string> keys_of(const Value& value) {
    std::vector<std::string> keys;
    collect_keys(value, "", keys);
    return keys;
}

Value parsed(std::string_view text) {
    const auto value = parse(text);
    INFO(text);
    REQUIRE(value);
    return *value;
}

} // namespace

TEST_CASE("the description's examples come out as they stand there", "[ipc][description]") {
    std::set<std::string> requested;
    std::optional<Talk> talk;
    std::optional<Value> reply;
    for (const std::string& line : description()) {
        if (line == "```lisp") {
            talk.emplace(2);
            const auto foot = talk->desktop.add_window("foot", "foot");
            talk->desktop.set_icon(foot, "", {16, 48});
            talk->desktop.add_window("gtk", "Dialog");
        }
        const std::string_view text =
            std::string_view(line).substr(std::min<std::size_t>(3, line.size()));
        if (line.starts_with("C: ")) {
            REQUIRE_FALSE(reply);
            requested.insert(Reply(text).text("type"));
            reply = parsed(talk->raw(text).reply);
        } else if (line.starts_with("S: ")) {
            INFO(line);
            REQUIRE(reply);
            const Reply real(print(*reply));
            const Reply written(text);
            INFO("in truth: " << print(*reply));
            CHECK(keys_of(*reply) == keys_of(written.value()));
            CHECK(real.text("status") == written.text("status"));
            CHECK(real.text("type") == written.text("type"));
            CHECK(real.text("id") == written.text("id"));
            CHECK(real.text("reason") == written.text("reason"));
            CHECK(real.text("geometry") == written.text("geometry"));
            reply.reset();
        }
    }
    for (const Handler& handler : all_handlers()) {
        INFO(handler.type);
        CHECK(requested.contains(std::string(handler.type)));
    }
}

TEST_CASE("the description's events look as those that are sent", "[ipc][description]") {
    Stage stage;
    Client client = stage.connect();
    client.hello();
    CHECK(client.call("(:type :key-grab :key \"s-r\" :id 2)").ok());
    const Surface surface = stage.desktop.surface(stage.desktop.add_window("foot", "foot")).value();
    const Output output = stage.desktop.outputs().front();
    Server& server = *stage.server;
    server.surface_created(surface);
    server.surface_title_changed(surface.id, "x");
    server.surface_focused(surface.id);
    server.surface_geometry_changed(surface.id, {});
    server.surface_changed(surface);
    server.surface_destroyed(surface.id);
    server.workspace_changed(output, 1);
    server.output_added(output);
    server.output_changed(output);
    server.output_usable_area_changed(output);
    server.output_removed(output.id, output.name);
    server.input_added(stage.desktop.inputs().front());
    server.input_removed(1, "A Keyboard");
    server.config_reloaded();
    server.config_failed("config.yaml:3: unknown key");
    server.session_locked(true);
    server.headsets_changed();
    server.lease_requested(stage.desktop.leases().front());
    server.handle_key({.super = true, .base = XKB_KEY_r, .shifted = XKB_KEY_r}, 1);

    std::map<std::string, std::vector<std::string>> sent;
    while (const auto event = client.poll()) {
        sent[event->text("event")] = keys_of(event->value());
    }
    sent["events-dropped"] = {"type", "event", "count"};
    for (const std::string& line : description()) {
        if (line.starts_with("E: ")) {
            INFO(line);
            const Reply event(std::string_view(line).substr(3));
            const auto entry = sent.find(event.text("event"));
            REQUIRE(entry != sent.end());
            CHECK(entry->second == keys_of(event.value()));
            sent.erase(entry);
        }
    }
    CHECK(sent.empty());
}

// SPDX-License-Identifier: MIT
// inputs: input devices and what they are set to.
#include "base/format.hpp"
#include "base/table.hpp"
#include "ctl/commands/command_line.hpp"
#include "ctl/replies.hpp"
#include "ctl/sexp_json.hpp"

#include <nlohmann/json.hpp>

#include <variant>

namespace exwm_vr::ctl {

namespace {

using nlohmann::json;

/// A setting's value: nil is false here, as no setting is a list.
json json_of(const ipc::Value& value) {
    const json converted = to_json(value);
    return converted.is_null() ? json(false) : converted;
}

/// As it would stand in the configuration file.
std::string text_of_value(const ipc::Value& value) {
    const json converted = json_of(value);
    if (converted.is_string()) {
        const auto text = converted.get<std::string>();
        return text.empty() ? "\"\"" : text;
    }
    return converted.dump();
}

json json_of(const InputInfo& input) {
    json settings = json::object();
    for (const auto& [name, value] : input.settings) {
        settings[name] = json_of(value);
    }
    return {
        {"id", input.id},
        {"name", input.name},
        {"types", input.types},
        {"hardware", input.hardware},
        {"output", input.output.empty() ? json() : json(input.output)},
        {"settings", settings},
    };
}

void print(Context& context, const InputInfo& input) {
    std::string types;
    for (const std::string& type : input.types) {
        types += (types.empty() ? "" : ",") + type;
    }
    context.print_line(
        printable(formatted("{}  {}  {}  {}", input.id, types, input.hardware, input.name))
    );
    if (!input.output.empty()) {
        context.print_line(printable(formatted("    output: {}", input.output)));
    }
    for (const auto& [name, value] : input.settings) {
        context.print_line(printable(formatted("    {}: {}", name, text_of_value(value))));
    }
}

Outcome<void> list_inputs(Context& context) {
    const auto reply = context.request("input-list");
    if (!reply) {
        return std::unexpected(reply.error());
    }
    const auto inputs = read_inputs(*reply);
    if (!inputs) {
        return std::unexpected(inputs.error());
    }
    if (context.json()) {
        json array = json::array();
        for (const InputInfo& input : *inputs) {
            array.push_back(json_of(input));
        }
        context.print(array);
        return {};
    }
    for (const InputInfo& input : *inputs) {
        print(context, input);
    }
    return {};
}

} // namespace

void add_input_commands(CommandLine& line) {
    line.add("inputs", "List input devices and what they are set to", list_inputs);
}

} // namespace exwm_vr::ctl

// SPDX-License-Identifier: MIT
#include "ctl/sexp_json.hpp"

#include <nlohmann/json.hpp>

#include <variant>

namespace exwm_vr::ctl {

namespace {

using nlohmann::json;

bool is_plist(const ipc::List& list) {
    if (list.items.empty() || list.items.size() % 2 != 0 || list.dotted) {
        return false;
    }
    for (std::size_t i = 0; i < list.items.size(); i += 2) {
        if (list.items[i].get_if<ipc::Keyword>() == nullptr) {
            return false;
        }
    }
    return true;
}

json array_of(const std::vector<ipc::Value>& items) {
    json array = json::array();
    for (const ipc::Value& item : items) {
        array.push_back(to_json(item));
    }
    return array;
}

struct Converter {
    json operator()(const ipc::List& list) const {
        if (list.items.empty()) {
            return nullptr;
        }
        if (!is_plist(list)) {
            return array_of(list.items);
        }
        json object = json::object();
        for (std::size_t i = 0; i < list.items.size(); i += 2) {
            // Of a key that is there twice the first one counts, as for plist-get.
            object.emplace(list.items[i].get_if<ipc::Keyword>()->name, to_json(list.items[i + 1]));
        }
        return object;
    }

    json operator()(const ipc::Vector& vector) const { return array_of(vector.items); }

    json operator()(const ipc::Symbol& symbol) const {
        return symbol.name == "t" ? json(true) : json(symbol.name);
    }

    json operator()(const ipc::Keyword& keyword) const { return keyword.name; }

    json operator()(const auto& plain) const { return plain; }
};

} // namespace

json to_json(const ipc::Value& value) {
    return std::visit(Converter{}, value.data());
}

std::string json_text(const json& json, int indent) {
    return json.dump(indent > 0 ? indent : -1, ' ', false, json::error_handler_t::replace);
}

std::string on_one_line(const ipc::Value& value) {
    const std::string text = ipc::print(value);
    std::string line;
    line.reserve(text.size());
    for (const char c : text) {
        if (c == '\n') {
            line += "\\n";
        } else {
            line += c;
        }
    }
    return line;
}

} // namespace exwm_vr::ctl

#include "tests/limiters/lua_store.hpp"

#include "tests/limiters/lua_struct.hpp"

#include <lua.hpp>

namespace limitproof {

namespace {

using kind = redis_reply::kind;

std::string text_at(lua_State* lua, int index) {
  std::size_t length = 0;
  const char* const data = lua_tolstring(lua, index, &length);
  return data != nullptr ? std::string(data, length) : std::string();
}

void push_text(lua_State* lua, std::string const& text) {
  lua_pushlstring(lua, text.data(), text.size());
}

void push_list(lua_State* lua, std::vector<std::string> const& texts) {
  lua_newtable(lua);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    push_text(lua, texts[i]);
    lua_rawseti(lua, -2, static_cast<int>(i + 1));
  }
}

void push_named(lua_State* lua, const char* field, std::string const& text) {
  lua_newtable(lua);
  push_text(lua, text);
  lua_setfield(lua, -2, field);
}

/// nil arrives in Lua as false, a status as { ok = … } and an error as { err = … }.
void push_reply(lua_State* lua, redis_reply const& reply) {
  switch (reply.type) {
    case kind::nil:
      return lua_pushboolean(lua, 0);
    case kind::integer:
      return lua_pushnumber(lua, static_cast<lua_Number>(reply.integer));
    case kind::string:
      return push_text(lua, reply.text);
    case kind::status:
      return push_named(lua, "ok", reply.text);
    case kind::error:
      return push_named(lua, "err", reply.text);
    case kind::array:
      break;
  }
  lua_newtable(lua);
  for (std::size_t i = 0; i < reply.elements.size(); ++i) {
    push_reply(lua, reply.elements[i]);
    lua_rawseti(lua, -2, static_cast<int>(i + 1));
  }
}

bool has_text_field(lua_State* lua, const char* field, std::string& text) {
  lua_getfield(lua, -1, field);
  bool const has = lua_isstring(lua, -1) != 0;
  if (has) text = text_at(lua, -1);
  lua_pop(lua, 1);
  return has;
}

/// The value on top of the stack as Redis would reply it: a number loses its fraction, true is 1,
/// false is nil, a table ends at its first nil.
redis_reply reply_from_top(lua_State* lua) {
  switch (lua_type(lua, -1)) {
    case LUA_TNUMBER:
      return {kind::integer, static_cast<std::int64_t>(lua_tonumber(lua, -1)), {}, {}};
    case LUA_TSTRING:
      return {kind::string, 0, text_at(lua, -1), {}};
    case LUA_TBOOLEAN:
      return lua_toboolean(lua, -1) != 0 ? redis_reply{kind::integer, 1, {}, {}} : redis_reply{};
    case LUA_TTABLE:
      break;
    default:
      return {};
  }
  redis_reply reply;
  if (has_text_field(lua, "err", reply.text)) {
    reply.type = kind::error;
    return reply;
  }
  if (has_text_field(lua, "ok", reply.text)) {
    reply.type = kind::status;
    return reply;
  }
  reply.type = kind::array;
  for (int i = 1;; ++i) {
    lua_rawgeti(lua, -1, i);
    bool const ends = lua_isnil(lua, -1);
    if (!ends) reply.elements.push_back(reply_from_top(lua));
    lua_pop(lua, 1);
    if (ends) return reply;
  }
}

/// Runs the command that the script passed and leaves its reply on the stack; true for an error.
bool run_command(lua_State* lua) {
  std::vector<std::string> words;
  for (int i = 1; i <= lua_gettop(lua); ++i) words.push_back(text_at(lua, i));
  auto* const store = static_cast<virtual_store*>(lua_touserdata(lua, lua_upvalueindex(1)));
  auto const reply =
      words.empty() ? redis_reply{kind::error, 0, "ERR no command", {}} : store->command(words);
  push_reply(lua, reply);
  return reply.type == kind::error;
}

// Lua raises errors with longjmp, past destructors: so only when run_command's values are gone.
int call(lua_State* lua) {
  bool const failed = run_command(lua);
  return failed ? lua_error(lua) : 1;
}

int protected_call(lua_State* lua) {
  static_cast<void>(run_command(lua));
  return 1;
}

int error_reply(lua_State* lua) {
  luaL_checkstring(lua, 1);
  lua_newtable(lua);
  lua_pushvalue(lua, 1);
  lua_setfield(lua, -2, "err");
  return 1;
}

}  // namespace

lua_store::lua_store() : lua_(luaL_newstate()) {
  luaL_openlibs(lua_);
  define_lua_struct(lua_);
  lua_newtable(lua_);
  lua_pushlightuserdata(lua_, &store_);
  lua_pushcclosure(lua_, call, 1);
  lua_setfield(lua_, -2, "call");
  lua_pushlightuserdata(lua_, &store_);
  lua_pushcclosure(lua_, protected_call, 1);
  lua_setfield(lua_, -2, "pcall");
  lua_pushcfunction(lua_, error_reply);
  lua_setfield(lua_, -2, "error_reply");
  lua_setglobal(lua_, "redis");
}

lua_store::~lua_store() {
  lua_close(lua_);
}

redis_reply lua_store::run(std::string const& source,
                           std::vector<std::string> const& keys,
                           std::vector<std::string> const& arguments) {
  push_list(lua_, keys);
  lua_setglobal(lua_, "KEYS");
  push_list(lua_, arguments);
  lua_setglobal(lua_, "ARGV");
  bool const ran = push_script(source) && lua_pcall(lua_, 0, 1, 0) == 0;
  auto reply = reply_from_top(lua_);
  if (!ran && reply.type != kind::error) reply = {kind::error, 0, "ERR " + reply.text, {}};
  lua_settop(lua_, 0);
  return reply;
}

bool lua_store::push_script(std::string const& source) {
  auto const found = compiled_.find(source);
  if (found != compiled_.end()) {
    lua_rawgeti(lua_, LUA_REGISTRYINDEX, found->second);
    return true;
  }
  if (luaL_loadbuffer(lua_, source.data(), source.size(), "@user_script") != 0) return false;
  lua_pushvalue(lua_, -1);
  compiled_.emplace(source, luaL_ref(lua_, LUA_REGISTRYINDEX));
  return true;
}

}  // namespace limitproof
